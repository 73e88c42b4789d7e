import { describe, it } from 'vitest';
import { editConflictQuestion, itIsHereQuestion } from '../../source/commands/edit-questions.ts';
import { goOnQuestion } from '../../source/commands/go-on-question.ts';
import type { AccountRow } from '../../source/domain/account-desk.ts';
import type { EditedFile } from '../../source/domain/editing.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';
import { expectFrames, FRAME_TIME, type FrameScreen } from '../helpers/frames.tsx';
import { jobOf } from '../helpers/jobs.ts';

const TARGET = cloudLocation('embedded', 'testing', '/docs');
const HERE = localLocation('/home/ted/projects/u1');

function openVolumes({ dispatch }: FrameScreen): void {
  const location = cloudLocation('embedded', null);
  dispatch({ type: 'pane/opened', side: 'right', location, requestId: 9, wantedName: null });
  const entries = ['Ubuntu One', 'testing', 'photos/2011'].map((name) => folderEntry(name, { kind: 'volume' }));
  dispatch({ type: 'pane/entries', side: 'right', requestId: 9, entries });
  dispatch({ type: 'pane/loaded', side: 'right', requestId: 9 });
}

describe('frames of further questions', () => {
  it('a new volume', async () => {
    await expectFrames('new-volume', (screen) => {
      openVolumes(screen);
      screen.press('tab', 'f7');
      screen.type('letters');
    });
  });

  it('a volume to be deleted, whose name has to be typed', async () => {
    await expectFrames('delete-volume', (screen) => {
      openVolumes(screen);
      screen.press('tab', 'home', 'f8');
      screen.type('photos/20');
    });
  });

  it('a mask', async () => {
    await expectFrames('mark-mask', ({ press, type }) => {
      press('+');
      type('.md *.py');
    });
  });

  it('an end to everything public', async () => {
    await expectFrames('stop-publishing', ({ press, dispatch }) => {
      press('P');
      const location = cloudLocation('embedded', 'testing', '/docs/report.pdf');
      const entry = fileEntry('report.pdf', { size: 1_200_000, publicUrl: 'http://127.0.0.1:8080/p/2aBcD' });
      const files = [{ location, entry }];
      dispatch({ type: 'layer/replaced', layer: { type: 'public-files', files, cursor: 0 } });
      press('A', 'tab');
    });
  });

  it('a sign-out', async () => {
    await expectFrames('sign-out', ({ press, dispatch }) => {
      const row: AccountRow = {
        id: 'ted@example.org https://cloud.example.org',
        label: 'ted@cloud.example.org',
        email: 'ted@example.org',
        server: 'https://cloud.example.org',
        kind: 'kept',
      };
      dispatch({ type: 'layer/pushed', layer: { type: 'accounts', rows: [row], cursor: 0, quotas: {} } });
      press('d');
    });
  });

  it('a file that was edited here and changed in the cloud', async () => {
    const source = { location: cloudLocation('embedded', 'testing', '/docs/u1file.py'), entry: fileEntry('u1file.py') };
    const edited: EditedFile = {
      source,
      copy: localLocation('/home/ted/.local/state/u1file/copies/a8f3c1/u1file.py'),
      hash: 'sha1:2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    };
    await expectFrames('edit-conflict', ({ dispatch, press }) => {
      dispatch({ type: 'layer/pushed', layer: editConflictQuestion(edited, source.entry) });
      press('down');
    });
    await expectFrames('edit-gone', ({ dispatch }) => {
      dispatch({ type: 'layer/pushed', layer: editConflictQuestion(edited, null) });
    });
    await expectFrames('edit-here', ({ dispatch }) => {
      dispatch({ type: 'layer/pushed', layer: itIsHereQuestion(edited, null) });
    });
  });

  it('transfers of a program that is gone', async () => {
    await expectFrames('go-on', ({ dispatch }) => {
      for (const id of ['a', 'b'])
        dispatch({ type: 'job', job: { ...jobOf({ id, target: TARGET }), state: 'paused' } });
      dispatch({ type: 'layer/offered', layer: goOnQuestion(2) });
    });
  });

  it('a taken name whose part can be gone on with, one answer for all', async () => {
    await expectFrames('conflict-part', ({ dispatch, press }) => {
      const source = {
        location: cloudLocation('embedded', 'testing', '/docs/日本語の長い名前のファイル.iso'),
        entry: fileEntry('日本語の長い名前のファイル.iso', {
          size: 4_700_000_000,
          modifiedAt: FRAME_TIME - 86_400_000,
        }),
      };
      const target = {
        location: localLocation('/home/ted/projects/u1/日本語の長い名前のファイル.iso'),
        entry: fileEntry('日本語の長い名前のファイル.iso', { size: 1_200_000_000, modifiedAt: FRAME_TIME }),
      };
      const question = { id: 'q', jobId: 'job 1', source, target, sameContent: false };
      dispatch({ type: 'job', job: { ...jobOf({ target: HERE }), state: 'asking', question } });
      press('left', 'a');
    });
  });
});

describe('frames of further panes', () => {
  it('the volumes beside a folder with nothing in it', async () => {
    await expectFrames('volumes', (screen) => {
      openVolumes(screen);
      const location = localLocation('/srv/empty');
      screen.dispatch({ type: 'pane/opened', side: 'left', location, requestId: 8, wantedName: null });
      screen.dispatch({ type: 'pane/loaded', side: 'left', requestId: 8 });
    });
  });

  it('one that cannot be read beside one that is being read', async () => {
    await expectFrames('pane-failed', ({ dispatch }) => {
      const error = {
        code: 'permission-denied',
        message: 'permission denied: /root',
        hint: 'look at its owner',
      } as const;
      dispatch({ type: 'pane/opened', side: 'left', location: localLocation('/root'), requestId: 8, wantedName: null });
      dispatch({ type: 'pane/failed', side: 'left', requestId: 8, error });
      dispatch({ type: 'pane/opened', side: 'right', location: TARGET, requestId: 9, wantedName: null });
      const location = cloudLocation('embedded', 'photos', '/2011');
      dispatch({ type: 'pane/opened', side: 'right', location, requestId: 10, wantedName: null });
    });
  });

  it('one as it was when it was last seen, and a notice', async () => {
    await expectFrames('pane-recalled', ({ dispatch }) => {
      const location = cloudLocation('embedded', 'photos', '/2011');
      dispatch({ type: 'pane/opened', side: 'right', location, requestId: 10, wantedName: null });
      const entries = [folderEntry('summer'), fileEntry('beach.jpg', { size: 2_100_000 })];
      const listing = { entries, quota: null, seenAt: FRAME_TIME - 3 * 3_600_000 };
      dispatch({ type: 'pane/recalled', side: 'right', requestId: 10, listing });
      const text = 'Deleting report.pdf in 4 s';
      const hint = { command: 'undo', does: 'calls it back' };
      dispatch({ type: 'notice', notice: { tone: 'warning', text, hint } });
    });
  });
});
