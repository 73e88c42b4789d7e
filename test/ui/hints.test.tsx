import { stripVTControlCharacters } from 'node:util';
import { renderToString } from 'ink';
import { describe, expect, it } from 'vitest';
import { createTeller } from '../../source/cli/plain/teller.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import { cloudLocation } from '../../source/domain/location.ts';
import { App } from '../../source/ui/app.tsx';
import { FRAME_TIME, openFrameScreen, type FrameScreen } from '../helpers/frames.tsx';
import { jobOf } from '../helpers/jobs.ts';
import { requestRecord } from '../helpers/request-records.ts';

const TARGET = cloudLocation('embedded', 'testing', '/docs');
const SIZE = { columns: 120, rows: 40 };

/** What the screen says in this state with the keys of a file. */
function shown({ store }: FrameScreen, file: string, size = SIZE): string {
  const registry = createRegistry({ preset: 'mc', file });
  expect(registry.problems.filter((words) => !words.includes('is taken from'))).toEqual([]);
  store.dispatch({ type: 'resized', size });
  const app = <App store={store} registry={registry} clock={() => FRAME_TIME} colors="true" />;
  return stripVTControlCharacters(renderToString(app, { columns: size.columns }));
}

interface Case {
  readonly act: (screen: FrameScreen) => void;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

const CASES: Readonly<Record<string, Case>> = {
  'the filter': {
    act: ({ press }) => press('f', 'p'),
    file: 'filter-keep = Ctrl-O\nfilter-drop = Ctrl-X',
    before: 'Enter keeps it, Esc shows all',
    after: 'Ctrl-O keeps it, Ctrl-X shows all',
  },
  'a jump being typed': {
    act: ({ press }) => press('/', 'n'),
    file: 'jump-done = Ctrl-O\njump-next = x',
    before: 'Enter ends the typing, n goes on, N goes back',
    after: 'Ctrl-O ends the typing, x goes on, N goes back',
  },
  'a jump that goes on': {
    act: ({ press }) => press('/', 'n', 'enter'),
    file: 'jump-next = >\njump-previous = <',
    before: 'n next, N previous, Esc closes',
    after: '> next, < previous, Esc closes',
  },
  'the orders of a list': {
    act: ({ press }) => press('s'),
    file: 'sort-size = z\nsort-close = x',
    before: 'n name  s size  t time  k kind  f folders first  r reverse   Esc leaves',
    after: 'n name  z size  t time  k kind  f folders first  r reverse   x leaves',
  },
  'a notice with what can be done': {
    act: ({ dispatch }) =>
      dispatch({
        type: 'notice',
        notice: { tone: 'info', text: 'Bookmarked docs', hint: { command: 'places', does: 'shows it' } },
      }),
    file: 'places = Ctrl-O',
    before: 'Bookmarked docs; b shows it',
    after: 'Bookmarked docs; Ctrl-O shows it',
  },
  'the status bar': {
    act: ({ dispatch }) =>
      dispatch({
        type: 'request',
        record: requestRecord(1, { path: 'testing', duration: 9 }),
      }),
    file: 'requests = L',
    before: 'o: requests',
    after: 'L: requests',
  },
  'more jobs than the strip has room for': {
    act: ({ dispatch }) => {
      for (const id of ['a', 'b', 'c', 'd']) dispatch({ type: 'job', job: jobOf({ id, target: TARGET }) });
    },
    file: 'transfers = T',
    before: 'and 1 more, t shows all',
    after: 'and 1 more, T shows all',
  },
  'a delete that waits': {
    act: ({ dispatch }) =>
      dispatch({ type: 'job', job: { ...jobOf({ kind: 'delete', holdFor: 5000 }), state: 'waiting' } }),
    file: 'undo = Ctrl-Y',
    before: 'in a few seconds; u calls it back',
    after: 'in a few seconds; Ctrl-Y calls it back',
  },
  'a filter that hides all': {
    act: ({ dispatch }) => dispatch({ type: 'pane/filtered', side: 'left', filter: 'zz' }),
    file: 'filter = ;',
    before: 'no name with "zz"; f changes that',
    after: 'no name with "zz"; ; changes that',
  },
};

describe('a hint', () => {
  it.each(Object.entries(CASES))('of %s names the keys that are bound', (_, { act, file, before, after }) => {
    const screen = openFrameScreen(SIZE);
    act(screen);
    expect(shown(screen, '')).toContain(before);
    const rebound = shown(screen, file);
    expect(rebound).toContain(after);
    expect(rebound).not.toContain(before);
  });

  it.each([40, 80, 120])('of a notice is whole at %i columns, with requests to be seen or without', (columns) => {
    const size = { columns, rows: 24 };
    const screen = openFrameScreen(size);
    screen.dispatch({ type: 'request', record: requestRecord(1) });
    const text = 'Anyone can read the report of the year.pdf at http://127.0.0.1:8080/p/2aBcD-EjMNbkbDwJkq01 (copied)';
    screen.dispatch({
      type: 'notice',
      notice: { tone: 'info', text, hint: { command: 'copy-path', does: 'shows it' } },
    });
    expect(shown(screen, '', size)).toMatch(/^ · Anyone .*; Y shows it *(o: requests *)?$/m);
  });

  it('of a notice stands alone where next to nothing of the sentence would be left', () => {
    const hint = { command: 'account', does: 'signs in to a server' };
    const notice = { tone: 'info', text: 'Your own cloud on this machine is open', hint } as const;
    const at = (columns: number): string => {
      const size = { columns, rows: 12 };
      const screen = openFrameScreen(size);
      screen.dispatch({ type: 'notice', notice });
      return shown(screen, '', size);
    };
    expect(at(40)).toMatch(/^ · F9 signs in to a server *$/m);
    expect(at(80)).toMatch(/^ · Your own cloud on this machine is open; F9 signs in to a server *$/m);
  });

  it('is left out where its command has no key', () => {
    const screen = openFrameScreen(SIZE);
    CASES['a notice with what can be done']?.act(screen);
    expect(shown(screen, 'places = none')).toMatch(/Bookmarked docs *$/m);
  });

  it('is short where there is little room, and never cut', () => {
    const narrow = { columns: 40, rows: 12 };
    const screen = openFrameScreen(narrow);
    CASES['the filter']?.act(screen);
    expect(shown(screen, '', narrow)).toMatch(/Filter: p +Enter keeps, Esc drops *$/m);
    screen.press('esc', 's');
    expect(shown(screen, '', narrow)).toMatch(/Sort by: name size time kind folder rev *$/m);
  });

  it('is said by its word in plain mode', () => {
    const { store, dispatch } = openFrameScreen(SIZE);
    const heard: string[] = [];
    const registry = (): ReturnType<typeof createRegistry> => createRegistry();
    const teller = createTeller({
      getState: () => store.getState(),
      registry,
      say: (line) => heard.push(line),
      clock: () => 0,
    });
    const hint = { command: 'places', does: 'shows it' };
    dispatch({ type: 'notice', notice: { tone: 'info', text: 'Bookmarked docs', hint } });
    teller.tellNews();
    expect(heard).toEqual(['Bookmarked docs; "places" shows it.']);
  });
});
