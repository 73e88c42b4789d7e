import { describe, it } from 'vitest';
import type { AppStore } from '../../source/ui/store-context.tsx';
import { expectFrames } from '../helpers/frames.tsx';

const QUOTA = { used: 1_900_000_000, total: 5_000_000_000 };

/** Resolves when the dialog says why not. */
async function refused(store: AppStore): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const unsubscribe = store.subscribe(() => {
    const top = store.getState().layers.at(-1);
    if (top?.type === 'transfer' && top.error !== null) resolve();
  });
  await promise;
  unsubscribe();
}

describe('frames of copy and move', () => {
  it('a copy into the cloud, with what it takes there', async () => {
    await expectFrames('copy', ({ press }) => {
      press('end', 'insert', 'up', 'insert', 'up', 'f5');
    });
  });

  it('a copy whose policy is being chosen', async () => {
    await expectFrames('copy-policy', ({ press }) => {
      press('end', 'f5', 'tab', 'right', 'right');
    });
  });

  it('a copy that does not fit, refused before its first byte', async () => {
    await expectFrames('copy-too-much', async ({ press, dispatch, store }) => {
      dispatch({ type: 'pane/quota', side: 'right', quota: { ...QUOTA, used: 4_999_999_000 } });
      press('end', 'up', 'up', 'f5', 'enter');
      await refused(store);
    });
  });

  it('a move to a typed target, from the cloud', async () => {
    await expectFrames('move', ({ press, type }) => {
      press('tab', 'end', 'f6', 'ctrl+u');
      type('/home/ted/a long way down/to where it goes/new name.py');
    });
  });
});

describe('frames of a delete', () => {
  it('names what goes, No first', async () => {
    await expectFrames('delete', ({ press }) => {
      press('end', 'insert', 'up', 'insert', 'up', 'up', 'insert', 'f8');
    });
  });
});
