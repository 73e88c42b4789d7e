import { describe, it } from 'vitest';
import { expectFrames } from '../helpers/frames.tsx';

// Searched for what few commands hold, so that a new command changes no frame.
describe('frames of help and the palette', () => {
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
