import { describe, it } from 'vitest';
import { expectFrames } from '../helpers/frames.tsx';

// All but the first are searched for what few commands hold, so that a new command changes no other frame.
describe('frames of help and the palette', () => {
  it('help as it opens', async () => {
    await expectFrames('help-first', ({ press }) => press('f1'));
  });

  it('help with a word that is searched', async () => {
    await expectFrames('help', ({ press, type }) => {
      press('f1');
      type('oops');
    });
  });

  it('the palette with a command that cannot run, and why', async () => {
    await expectFrames('palette', ({ press, type }) => {
      press('f2');
      type('requests');
    });
  });

  it('the palette when nothing is found', async () => {
    await expectFrames('palette-none', ({ press, type }) => {
      press('f2');
      type('zzqqxx');
    });
  });
});
