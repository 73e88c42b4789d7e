import { describe, it } from 'vitest';
import type { AccountRow } from '../../source/domain/account-desk.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { Job } from '../../source/domain/transfer.ts';
import { signInLayer } from '../../source/state/account-layers.ts';
import { textField } from '../../source/state/text-field.ts';
import { fileEntry } from '../helpers/entries.ts';
import { expectFrames, type FrameScreen } from '../helpers/frames.tsx';
import { jobOf } from '../helpers/jobs.ts';

const TARGET = cloudLocation('embedded', 'testing', '/docs');
const TED: AccountRow = {
  id: 'ted@example.org https://cloud.example.org',
  label: 'ted@cloud.example.org',
  email: 'ted@example.org',
  server: 'https://cloud.example.org',
  kind: 'kept',
};

describe('frames of what waits, is empty or failed', () => {
  it('a jump that is done with its typing', async () => {
    await expectFrames('jump-on', ({ press, type }) => {
      press('/');
      type('no');
      press('enter');
    });
  });

  it('a sign-in while the server is asked, and one that is refused', async () => {
    const filled = {
      ...signInLayer(null),
      fields: {
        server: textField('https://cloud.example.org'),
        email: textField('ted@example.org'),
        password: textField('secret'),
        oneTimeCode: textField(),
      },
      focus: 'password',
    } as const;
    await expectFrames('sign-in-busy', ({ dispatch }) =>
      dispatch({ type: 'layer/pushed', layer: { ...filled, isBusy: true } }),
    );
    await expectFrames('sign-in-refused', ({ dispatch }) => {
      const error = 'The e-mail address or the password is wrong (401); Try again';
      dispatch({ type: 'layer/pushed', layer: { ...filled, error } });
    });
  });

  it('devices that are asked for, that cannot be told, and one that is taken the access', async () => {
    const layer = { type: 'devices', account: TED, devices: null, cursor: 0, error: null } as const;
    await expectFrames('devices-waiting', ({ dispatch }) => dispatch({ type: 'layer/pushed', layer }));
    await expectFrames('devices-failed', ({ dispatch }) => {
      const error = 'unreachable: cloud.example.org did not answer; is the network up?';
      dispatch({ type: 'layer/pushed', layer: { ...layer, error } });
    });
    await expectFrames('devices-revoke', ({ dispatch, press }) => {
      const device = { key: 'b', name: 'Ubuntu One @ tablet', createdAt: '2011-09-09 19:00:00', isThis: false };
      dispatch({ type: 'layer/pushed', layer: { ...layer, devices: [device] } });
      press('d');
    });
  });

  it('public files that are asked for, and none', async () => {
    const layer = { type: 'public-files', files: null, cursor: 0 } as const;
    await expectFrames('public-files-waiting', ({ dispatch }) => dispatch({ type: 'layer/pushed', layer }));
    await expectFrames('public-files-none', ({ dispatch }) =>
      dispatch({ type: 'layer/pushed', layer: { ...layer, files: [] } }),
    );
  });

  it('a folder of hidden entries alone beside one with nothing in it, and a cloud that is full', async () => {
    await expectFrames('panes-bare', ({ dispatch }) => {
      const location = localLocation('/srv/hidden');
      dispatch({ type: 'pane/opened', side: 'left', location, requestId: 8, wantedName: null });
      dispatch({ type: 'pane/entries', side: 'left', requestId: 8, entries: [fileEntry('.profile')] });
      dispatch({ type: 'pane/loaded', side: 'left', requestId: 8 });
      const there = cloudLocation('embedded', 'testing', '/empty');
      dispatch({ type: 'pane/opened', side: 'right', location: there, requestId: 9, wantedName: null });
      dispatch({ type: 'pane/loaded', side: 'right', requestId: 9 });
      dispatch({ type: 'pane/quota', side: 'right', quota: { used: 5_000_000_000, total: 5_000_000_000 } });
      const text = '/srv/gone is gone; this is the nearest folder above it';
      dispatch({ type: 'notice', notice: { tone: 'error', text } });
    });
  });

  it('a volume whose name was typed wrong', async () => {
    await expectFrames('delete-volume-wrong', ({ dispatch, press, type }) => {
      const location = cloudLocation('embedded', null);
      dispatch({ type: 'pane/opened', side: 'right', location, requestId: 9, wantedName: null });
      const entries = [fileEntry('photos', { kind: 'volume', size: null })];
      dispatch({ type: 'pane/entries', side: 'right', requestId: 9, entries });
      dispatch({ type: 'pane/loaded', side: 'right', requestId: 9 });
      press('tab', 'home', 'f8');
      type('phtos');
      press('enter');
    });
  });

  it('transfers in all states', async () => {
    await expectFrames('transfers-states', ({ dispatch, press }) => {
      for (const job of jobsInAllStates()) dispatch({ type: 'job', job });
      press('esc', 't', 'home', 'down');
    });
  });

  it('a bookmark to be renamed', async () => {
    await expectFrames('bookmark-name', (screen: FrameScreen) => {
      const location = localLocation('/home/ted/projects');
      screen.dispatch({ type: 'places/known', places: { bookmarks: [{ name: 'work', location }], recent: [] } });
      screen.press('b', 'f6');
    });
  });

  it('a viewer before its file is read', async () => {
    await expectFrames('viewer-waiting', ({ press }) => press('end', 'f3'));
  });
});

function jobsInAllStates(): readonly Job[] {
  const half = { bytesDone: 4_100_000, rate: 1_200_000, secondsLeft: 2, filesDone: 0 };
  const error = {
    code: 'out-of-space',
    message: 'out of space: 1.2 MB free of 5.0 GB',
    hint: 'delete something',
  } as const;
  return [
    jobOf({ id: 'a', target: TARGET }, half),
    { ...jobOf({ id: 'b', kind: 'move', target: TARGET }), state: 'paused' },
    { ...jobOf({ id: 'c', target: TARGET }), state: 'paused', pausedBecause: error },
    { ...jobOf({ id: 'd', kind: 'delete', holdFor: 5000 }), state: 'waiting' },
    { ...jobOf({ id: 'e', target: TARGET }), state: 'waiting' },
    { ...jobOf({ id: 'f', target: TARGET }, half), state: 'cancelled' },
  ];
}
