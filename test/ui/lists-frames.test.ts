import { describe, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';
import { expectFrames } from '../helpers/frames.tsx';

const TIME = Date.UTC(2026, 10, 21, 14, 2);
const FOUND = [
  fileEntry('notes.txt', { size: 812, modifiedAt: TIME }),
  fileEntry('photos/2011/summer/where they were taken.txt', { size: 4100, modifiedAt: TIME }),
  folderEntry('drafts/caf\udce9.txt', { modifiedAt: TIME }),
];

describe('frames of the lists', () => {
  it('with the places', async () => {
    await expectFrames('places', ({ press, dispatch }) => {
      dispatch({
        type: 'places/known',
        places: {
          bookmarks: [
            { name: 'work', location: localLocation('/home/ted/projects/u1') },
            { name: 'caf\udce9', location: localLocation('/srv/caf\udce9') },
            { name: 'letters', location: cloudLocation('embedded', 'testing', '/docs/letters') },
          ],
          recent: [localLocation('/home/ted/a/long/way/down/to/a/folder/that/is/hard/to/find'), localLocation('/tmp')],
        },
      });
      dispatch({ type: 'places/volumes', names: ['Ubuntu One', 'testing'] });
      press('b', 'down');
    });
  });

  it('with the question what to find', async () => {
    await expectFrames('find-question', ({ press, type }) => {
      press('F');
      type('*.py >10q');
      press('enter');
    });
  });

  it('while something is looked for', async () => {
    await expectFrames('find-running', ({ press, dispatch }) => {
      dispatch({ type: 'pane/find', side: 'left', requestId: 7, query: '*.txt' });
      dispatch({ type: 'pane/entries', side: 'left', requestId: 7, entries: FOUND });
      const found = { folders: 213, unreadable: 1, current: 'photos/2011/summer' };
      dispatch({ type: 'pane/found', side: 'left', requestId: 7, found });
      press('down', 'down');
    });
  });

  it('with what was found', async () => {
    await expectFrames('find-done', ({ press, dispatch }) => {
      dispatch({ type: 'pane/find', side: 'left', requestId: 7, query: '*.txt' });
      dispatch({ type: 'pane/entries', side: 'left', requestId: 7, entries: FOUND });
      dispatch({
        type: 'pane/found',
        side: 'left',
        requestId: 7,
        found: { folders: 340, unreadable: 2, status: 'done' },
      });
      dispatch({ type: 'pane/loaded', side: 'left', requestId: 7 });
      press('down');
    });
  });

  it('with nothing found', async () => {
    await expectFrames('find-nothing', ({ dispatch }) => {
      dispatch({ type: 'pane/find', side: 'left', requestId: 7, query: 'zebra' });
      dispatch({ type: 'pane/found', side: 'left', requestId: 7, found: { folders: 1, status: 'done' } });
      dispatch({ type: 'pane/loaded', side: 'left', requestId: 7 });
    });
  });

  it('with a path that is typed and completed', async () => {
    await expectFrames('go-to', ({ press, type, store, dispatch }) => {
      press('g');
      type('docs/l');
      const top = store.getState().layers.at(-1);
      if (top?.type !== 'prompt') throw new Error('no prompt');
      const names = [
        { name: 'letters', isFolder: true },
        { name: 'lists', isFolder: true },
        ...Array.from({ length: 12 }, (_, at) => ({ name: `long ago ${at}.txt`, isFolder: false })),
      ];
      const completion = { folder: 'docs/', status: 'ready', names, chosen: -1, isWanted: false } as const;
      dispatch({ type: 'layer/replaced', layer: { ...top, completion } });
      press('down', 'down');
    });
  });

  it('with folders that are measured', async () => {
    await expectFrames('measured', ({ press, dispatch }) => {
      const folder = localLocation('/home/ted/projects/u1');
      const whole = { bytes: 41_200_000, files: 12, isWhole: true };
      const growing = { bytes: 999_900_000, files: 312, isWhole: false };
      dispatch({ type: 'pane/measured', side: 'left', folder, name: 'drafts', measured: whole, isDone: true });
      dispatch({ type: 'pane/measured', side: 'left', folder, name: 'photos', measured: growing, isDone: false });
      press('down', 'space', 'space');
    });
  });

  it('with rows that are sorted otherwise', async () => {
    await expectFrames('sorted', ({ press }) => press('s', 't', 's', 'f', 'tab', 's', 's', 's'));
  });

  it('with panes that were compared', async () => {
    await expectFrames('compared', ({ press, dispatch }) => {
      const left = new Map([
        ['drafts', '·'],
        ['notes.txt', '·'],
        ['u1file.py', '>'],
        ['letter to the cloud.md', '!'],
      ] as const);
      const right = new Map([
        ['2011', '·'],
        ['u1file.py', '<'],
        ['report.pdf', '='],
      ] as const);
      dispatch({ type: 'compared', comparison: { left, right, read: new Map() } });
      const text = 'Comparing contents: 3 of 12 files, 1.2 MB of 3.0 GB';
      const hint = { command: 'stop', does: 'stops' };
      press('end', 'space');
      dispatch({ type: 'notice', notice: { tone: 'info', text, hint } });
    });
  });

  it('with linked panes, one of which cannot follow', async () => {
    await expectFrames('linked', ({ press, dispatch }) => {
      press('y');
      const text = 'Linked, but there is no testing/docs/photos: the other pane stays where it is';
      dispatch({ type: 'notice', notice: { tone: 'warning', text } });
    });
  });

  it('with no place that fits', async () => {
    await expectFrames('places-none', ({ press, type }) => {
      press('b');
      type('zebra');
    });
  });
});
