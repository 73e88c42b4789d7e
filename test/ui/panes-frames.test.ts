import { describe, it } from 'vitest';
import { expectFrames } from '../helpers/frames.tsx';

describe('frames of the panes', () => {
  it('with a folder in each', async () => {
    await expectFrames('panes', () => undefined);
  });

  it('with marks and the cursor in the cloud', async () => {
    await expectFrames('panes-marked', ({ press }) => press('tab', 'down', 'down', 'insert', 'insert', 'up'));
  });

  it('with a single wide one', async () => {
    await expectFrames('panes-single', ({ press }) => press('w'));
  });
});
