import { describe, it } from 'vitest';
import type { RequestRecord } from '../../source/domain/request-record.ts';
import { expectFrames, FRAME_TIME } from '../helpers/frames.tsx';

const BUSY: RequestRecord = {
  id: 1,
  method: 'PUT',
  path: 'testing/docs/u1file.py',
  startedAt: FRAME_TIME - 900,
  duration: null,
  status: 503,
  meaning: 'servers busy',
  outcome: 'waiting',
  tries: 1,
  maxTries: 5,
  nextTryAt: FRAME_TIME + 4000,
  retryAfter: 4,
  oopsId: null,
};

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

  it('in every theme there is', async () => {
    const sizes = [{ columns: 80, rows: 24 }];
    const themes = ['terminal', 'dark', 'light', 'contrast'] as const;
    await expectFrames(
      'panes-themes',
      ({ press, dispatch }) => {
        press('down', 'down', 'insert', 'f8');
        dispatch({ type: 'request', record: BUSY });
      },
      { sizes, themes },
    );
  });

  it('with a request that waits', async () => {
    await expectFrames('status-waiting', ({ dispatch }) => dispatch({ type: 'request', record: BUSY }));
  });

  it('with a request that failed', async () => {
    const record: RequestRecord = {
      ...BUSY,
      outcome: 'failed',
      status: 500,
      meaning: 'internal error',
      duration: 1200,
      tries: 5,
      oopsId: 'OOPS-20140731-4f1c',
    };
    await expectFrames('status-failed', ({ dispatch }) => dispatch({ type: 'request', record }));
  });

  it('below the least size, as a sentence', async () => {
    await expectFrames('too-small', () => undefined, {
      sizes: [
        { columns: 30, rows: 10 },
        { columns: 8, rows: 2 },
      ],
    });
  });
});
