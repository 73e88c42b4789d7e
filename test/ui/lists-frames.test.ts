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

  it('with no place that fits', async () => {
    await expectFrames('places-none', ({ press, type }) => {
      press('b');
      type('zebra');
    });
  });
});
