import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import type { TerminalProgram } from '../../source/domain/editing.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { Layer } from '../../source/state/layers.ts';
import { cursorName } from '../../source/state/pane.ts';
import { activePane } from '../../source/state/selectors.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { fileEntry } from '../helpers/entries.ts';
import { jobOf } from '../helpers/jobs.ts';
import { requestRecord } from '../helpers/request-records.ts';
import { namesShown, openSession, type Session } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const VOLUME = cloudLocation('embedded', 'testing');
const NAMES = ['docs', 'a.txt', 'b.md', 'c.txt', 'd.md', 'notes.txt'];

interface Opened extends Session {
  readonly folder: string;
  /** What was handed out of the program, in order. */
  readonly done: unknown[];
}

/** A local folder with `docs/` and five files, and a volume with `b.md` and `up/`; the cursor is on `..`. */
async function open(): Promise<Opened> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs', 'deep.txt'), 'deep');
  writeFileSync(join(folder, '.hidden'), '');
  for (const [at, name] of NAMES.slice(1).entries()) writeFileSync(join(folder, name), 'x'.repeat(5 - at));
  const done: unknown[] = [];
  const session = await openSession(localLocation(folder), VOLUME, {
    quit: (how) => done.push(['quit', how]),
    suspend: () => done.push(['suspend']),
    copyText: (text) => done.push(['copied', text]) > 0,
    runInTerminal: async (program: TerminalProgram) => {
      done.push(program);
      return { name: 'it', status: 0 };
    },
  });
  await session.cloud.makeFolder(cloudLocation('embedded', 'testing', '/up'));
  await session.cloud.write(cloudLocation('embedded', 'testing', '/b.md'), sourceOf('other'), { taken: 'refuse' });
  session.press('tab', 'ctrl+r', 'tab');
  await session.settled();
  return { ...session, folder, done };
}

function top({ state }: Session): Layer | undefined {
  return state().layers.at(-1);
}

function cursor({ state }: Session): string | null {
  return cursorName(activePane(state()));
}

function marks({ state }: Session): string[] {
  return [...activePane(state()).marks];
}

/** Goes to the entry; the cursor stands on `..` before. */
function goTo({ press }: Session, name: string): void {
  press('home', ...Array.from({ length: NAMES.indexOf(name) + 1 }, () => 'down'));
}

interface Row {
  readonly action: string;
  readonly keys: readonly string[];
  readonly shows: (session: Opened, key: string) => Promise<void> | void;
}

/** The row opens a layer; `from` is the entry under the cursor. */
function opens(layer: Partial<Layer>, from = 'a.txt'): Row['shows'] {
  return (session, key) => {
    goTo(session, from);
    session.press(key);
    expect(top(session)).toMatchObject(layer);
    session.press('esc');
    expect(top(session)).toBeUndefined();
  };
}

/** The row moves the cursor. */
function moves(from: string | null, to: string | null): Row['shows'] {
  return (session, key) => {
    session.press('home');
    if (from !== null) goTo(session, from);
    session.press(key);
    expect(cursor(session)).toBe(to);
  };
}

const ROWS: readonly Row[] = [
  {
    action: 'help, whose Enter runs what was searched',
    keys: ['f1', '?'],
    shows({ press, type, state, ...session }, key) {
      press(key);
      expect(state().layers.at(-1)?.type).toBe('help');
      type('one wide');
      press('enter');
      expect([state().layers.length, state().isSingle]).toEqual([0, true]);
      session.context.dispatch({ type: 'pane/cursor', side: 'left', to: 0 });
    },
  },
  { action: 'command palette', keys: ['f2', ':', 'ctrl+p'], shows: opens({ type: 'palette' }) },
  {
    action: 'view',
    keys: ['f3', 'v'],
    async shows(session, key) {
      goTo(session, 'a.txt');
      session.press(key);
      const state = await session.until(({ layers }) => {
        const layer = layers.at(-1);
        return layer?.type === 'viewer' && layer.view.state !== 'waiting';
      });
      expect(state.layers.at(-1)).toMatchObject({ type: 'viewer', source: { entry: { name: 'a.txt' } } });
    },
  },
  {
    action: 'edit',
    keys: ['f4', 'e'],
    async shows(session, key) {
      goTo(session, 'a.txt');
      session.press(key);
      await session.until(() => session.done.length > 0);
      expect(session.done).toEqual([{ type: 'open', command: null, file: join(session.folder, 'a.txt') }]);
    },
  },
  { action: 'copy', keys: ['f5', 'c'], shows: opens({ type: 'transfer', kind: 'copy' }) },
  { action: 'move', keys: ['f6', 'm'], shows: opens({ type: 'transfer', kind: 'move' }) },
  {
    action: 'rename',
    keys: ['shift+f6', 'f16', 'r'],
    shows: opens({ type: 'prompt', title: 'Rename', label: 'New name of a.txt' }),
  },
  {
    action: 'new folder, at the root a new volume',
    keys: ['f7', 'n'],
    async shows(session, key) {
      session.press(key);
      expect(top(session)).toMatchObject({ type: 'prompt', title: 'New folder' });
      session.press('esc', 'tab', 'backspace');
      await session.settled();
      session.press(key);
      expect(top(session)).toMatchObject({ type: 'prompt', title: 'New volume' });
    },
  },
  { action: 'delete', keys: ['f8', 'delete', 'd'], shows: opens({ type: 'confirm', title: 'Delete', isYes: false }) },
  { action: 'account and servers', keys: ['f9', 'a'], shows: opens({ type: 'accounts' }) },
  {
    action: 'quit',
    keys: ['f10', 'q'],
    shows({ press, done }, key) {
      press(key);
      expect(done).toEqual([['quit', expect.anything()]]);
    },
  },
  {
    action: 'other pane',
    keys: ['tab'],
    shows({ press, state }, key) {
      press(key);
      expect(state().active).toBe('right');
      press(key);
      expect(state().active).toBe('left');
    },
  },
  {
    action: 'open, enter',
    keys: ['enter', 'l', 'right'],
    async shows(session, key) {
      goTo(session, 'docs');
      session.press(key);
      expect(namesShown((await session.settled()).left)).toEqual(['deep.txt']);
    },
  },
  {
    action: 'parent',
    keys: ['backspace', 'h', 'left'],
    async shows(session, key) {
      goTo(session, 'docs');
      session.press('enter');
      await session.settled();
      session.press(key);
      const { left } = await session.settled();
      expect([left.location, cursorName(left)]).toEqual([localLocation(session.folder), 'docs']);
    },
  },
  { action: 'up', keys: ['up', 'k'], shows: moves('b.md', 'a.txt') },
  { action: 'down', keys: ['down', 'j'], shows: moves('b.md', 'c.txt') },
  { action: 'first', keys: ['home'], shows: moves('b.md', null) },
  { action: 'last', keys: ['end', 'G'], shows: moves(null, 'notes.txt') },
  {
    action: 'page, half page',
    keys: ['pagedown', 'pageup', 'ctrl+d'],
    shows({ press, state, context }, key) {
      const entries = Array.from({ length: 100 }, (_, at) => fileEntry(`z${String(at).padStart(3, '0')}`));
      context.dispatch({ type: 'pane/entries', side: 'left', requestId: state().left.requestId, entries });
      press('home', ...(key === 'pageup' ? ['pagedown', 'pagedown', 'pagedown'] : []));
      // The list has 34 rows; a page leaves one of them to go on from.
      const rows = { pagedown: [33, 66], pageup: [66, 33], 'ctrl+d': [17, 34] }[key];
      expect([0, 1].map(() => (press(key), state().left.cursor))).toEqual(rows);
    },
  },
  {
    action: 'transfers',
    keys: ['t'],
    shows(session, key) {
      session.context.dispatch({ type: 'job', job: jobOf({ target: VOLUME }) });
      return opens({ type: 'transfers' })(session, key);
    },
  },
  {
    action: 'requests and oops IDs',
    keys: ['o'],
    shows(session, key) {
      session.context.dispatch({ type: 'request', record: requestRecord(1) });
      return opens({ type: 'requests' })(session, key);
    },
  },
  {
    action: 'undo',
    keys: ['u'],
    async shows(session, key) {
      goTo(session, 'a.txt');
      session.press('r', 'ctrl+u');
      session.type('other.txt');
      session.press('enter');
      await session.until(({ undo }) => undo.length === 1);
      expect(readdirSync(session.folder)).toContain('other.txt');
      session.press(key);
      await session.until(({ notice }) => notice?.text.endsWith(': done') === true);
      expect(readdirSync(session.folder)).toContain('a.txt');
    },
  },
  {
    action: 'a shell in this folder',
    keys: ['!'],
    shows({ press, done, folder }, key) {
      press(key);
      expect(done).toEqual([{ type: 'shell', folder }]);
    },
  },
  {
    action: 'mark and step down',
    keys: ['insert', 'space', 'ctrl+t'],
    shows(session, key) {
      goTo(session, 'a.txt');
      session.press(key, key);
      expect([marks(session), cursor(session)]).toEqual([['a.txt', 'b.md'], 'c.txt']);
      session.press('up', key);
      expect(marks(session)).toEqual(['a.txt']);
    },
  },
  {
    action: 'mark by mask',
    keys: ['+'],
    shows(session, key) {
      session.press(key);
      session.type('.md');
      session.press('enter');
      expect(marks(session)).toEqual(['b.md', 'd.md']);
    },
  },
  {
    action: 'unmark by mask',
    keys: ['-', '\\'],
    shows(session, key) {
      session.press('A', key);
      session.type('.txt');
      session.press('enter');
      expect(marks(session)).toEqual(['docs', 'b.md', 'd.md']);
    },
  },
  {
    action: 'invert the marks',
    keys: ['*'],
    shows(session, key) {
      goTo(session, 'a.txt');
      session.press('space', key);
      expect(marks(session)).toEqual(['docs', 'b.md', 'c.txt', 'd.md', 'notes.txt']);
    },
  },
  {
    action: 'mark all',
    keys: ['A'],
    shows(session, key) {
      session.press(key);
      expect(marks(session)).toEqual(NAMES);
    },
  },
  {
    action: 'mark none',
    keys: ['U'],
    shows(session, key) {
      session.press('A', key);
      expect(marks(session)).toEqual([]);
    },
  },
  {
    action: 'range mark',
    keys: ['shift+down', 'shift+up'],
    shows(session, key) {
      goTo(session, 'b.md');
      session.press(key, key);
      expect(marks(session).toSorted((a, b) => NAMES.indexOf(a) - NAMES.indexOf(b))).toEqual(
        key === 'shift+down' ? ['b.md', 'c.txt'] : ['a.txt', 'b.md'],
      );
    },
  },
  {
    action: 'range mark to an end',
    keys: ['shift+end', 'shift+home'],
    shows(session, key) {
      goTo(session, 'd.md');
      session.press(key);
      expect(marks(session)).toContain(key === 'shift+end' ? 'notes.txt' : 'docs');
      expect(marks(session)).not.toContain(key === 'shift+end' ? 'docs' : 'notes.txt');
    },
  },
  {
    action: 'jump as you type, then n and N',
    keys: ['/'],
    shows(session, key) {
      session.press(key);
      session.type('tx');
      expect(cursor(session)).toBe('a.txt');
      session.press('enter', 'n');
      expect(cursor(session)).toBe('c.txt');
      session.press('n');
      expect(cursor(session)).toBe('notes.txt');
      session.press('N', 'N');
      expect(cursor(session)).toBe('a.txt');
    },
  },
  {
    action: 'filter as you type',
    keys: ['f'],
    shows(session, key) {
      session.press(key);
      session.type('.md');
      expect(namesShown(session.state().left)).toEqual(['b.md', 'd.md']);
      session.press('enter', key, 'esc');
      expect(namesShown(session.state().left)).toEqual(NAMES);
    },
  },
  {
    action: 'find below this folder',
    keys: ['alt+f7', 'F'],
    async shows(session, key) {
      session.press(key);
      session.type('deep');
      session.press('enter');
      const { left } = await session.until((state) => state.left.found?.status === 'done');
      expect(namesShown(left)).toEqual(['docs/deep.txt']);
    },
  },
  {
    action: 'go to a typed path, completed',
    keys: ['g', 'alt+c'],
    async shows(session, key) {
      session.press(key);
      session.type('do');
      await session.until(({ layers }) => {
        const layer = layers.at(-1);
        return layer?.type === 'prompt' && layer.completion?.status === 'ready';
      });
      session.press('tab', 'enter');
      await session.until(({ left, layers }) => left.location.path.endsWith('/docs') && layers.length === 0);
    },
  },
  { action: 'places', keys: ['b', 'alt+f1', 'alt+l'], shows: opens({ type: 'places', side: 'left' }) },
  { action: 'places of the right pane', keys: ['alt+f2', 'alt+r'], shows: opens({ type: 'places', side: 'right' }) },
  {
    action: 'back, forward',
    keys: ['[', ']'],
    async shows(session, key) {
      goTo(session, 'docs');
      session.press('enter');
      await session.settled();
      session.press('[');
      await session.settled();
      if (key === ']') session.press(key);
      const { left } = await session.settled();
      expect(left.location.path).toBe(join(session.folder, key === ']' ? 'docs' : ''));
    },
  },
  {
    action: 'refresh',
    keys: ['ctrl+r'],
    async shows(session, key) {
      session.press('tab');
      await session.cloud.write(cloudLocation('embedded', 'testing', '/new'), sourceOf(''), { taken: 'refuse' });
      expect(namesShown(session.state().right)).not.toContain('new');
      session.press(key);
      expect(namesShown((await session.settled()).right)).toContain('new');
    },
  },
  {
    action: 'hidden entries',
    keys: ['.', 'alt+.'],
    shows({ press, state }, key) {
      press(key);
      expect(namesShown(state().left)).toContain('.hidden');
      press(key);
      expect(namesShown(state().left)).toEqual(NAMES);
    },
  },
  {
    action: 'sort by name, size, time, kind; again reverses',
    keys: ['s'],
    shows({ press, state }, key) {
      const orders = ['s', 's', 't', 'k', 'n', 'n'].map((by) => {
        press(key, by);
        return state().left.sort;
      });
      expect(orders.map(({ key: by, isReversed }) => `${by} ${String(isReversed)}`)).toEqual([
        'size false',
        'size true',
        'time false',
        'kind false',
        'name false',
        'name true',
      ]);
      expect(namesShown(state().left)).toEqual(['docs', 'notes.txt', 'd.md', 'c.txt', 'b.md', 'a.txt']);
      expect(state().layers).toEqual([]);
    },
  },
  {
    action: 'swap panes',
    keys: ['ctrl+u'],
    shows({ press, state }, key) {
      press(key);
      expect([state().left.location.side, state().right.location.side]).toEqual(['cloud', 'local']);
    },
  },
  {
    action: 'same folder in both',
    keys: ['='],
    async shows(session, key) {
      session.press(key);
      expect((await session.settled()).right.location).toEqual(localLocation(session.folder));
    },
  },
  {
    action: 'the other side in this pane',
    keys: ['~'],
    async shows(session, key) {
      session.press(key);
      expect((await session.settled()).left.location.side).toBe('cloud');
    },
  },
  {
    action: 'linked browsing',
    keys: ['y'],
    shows({ press, state }, key) {
      press(key);
      expect(state().link).not.toBeNull();
      press(key);
      expect(state().link).toBeNull();
    },
  },
  {
    action: 'compare panes',
    keys: ['C'],
    async shows(session, key) {
      session.press(key);
      const { comparison } = await session.until((state) => state.comparison?.left.get('b.md') !== undefined);
      expect([comparison?.left.get('a.txt'), comparison?.right.get('up')]).toEqual(['·', '·']);
      expect(comparison?.left.get('b.md')).toMatch(/[<>!]/);
    },
  },
  {
    action: 'size of a folder',
    keys: ['z'],
    async shows(session, key) {
      goTo(session, 'docs');
      session.press(key);
      await session.until(({ notice }) => notice?.text === 'docs: 4 B');
    },
  },
  { action: 'details of an entry', keys: ['i'], shows: opens({ type: 'details' }) },
  {
    action: 'publish: of the cloud alone',
    keys: ['p'],
    shows(session, key) {
      goTo(session, 'a.txt');
      session.press(key);
      expect(session.state().notice?.text).toBe('Only files of the cloud can be published');
    },
  },
  { action: 'everything public', keys: ['P'], shows: opens({ type: 'public-files' }) },
  {
    action: 'copy the path',
    keys: ['Y'],
    shows(session, key) {
      goTo(session, 'a.txt');
      session.press(key);
      expect(session.done).toEqual([['copied', join(session.folder, 'a.txt')]]);
    },
  },
  {
    action: 'one pane, two',
    keys: ['w'],
    shows({ press, state }, key) {
      press(key);
      expect(state().isSingle).toBe(true);
      press(key);
      expect(state().isSingle).toBe(false);
    },
  },
  {
    action: 'bookmark',
    keys: ['B'],
    async shows(session, key) {
      session.press(key);
      await session.until(({ places }) => places.bookmarks.length === 1);
    },
  },
  { action: 'settings', keys: [','], shows: opens({ type: 'settings' }) },
  {
    action: 'suspend',
    keys: ['ctrl+z'],
    shows({ press, done }, key) {
      press(key);
      expect(done).toEqual([['suspend']]);
    },
  },
  {
    action: 'Escape, which closes the top layer and otherwise does nothing',
    keys: ['esc'],
    async shows(session, key) {
      session.press('A', 'f1', 'esc');
      const before = { ...session.state(), notice: null };
      for (const _ of [1, 2, 3]) session.press(key);
      expect({ ...session.state(), notice: null }).toEqual(before);
      expect([session.done, marks(session)]).toEqual([[], NAMES]);
    },
  },
];

describe('in the panes', () => {
  it.each(ROWS.flatMap((row) => row.keys.map((key) => ({ ...row, key }))))('$key: $action', async ({ key, shows }) => {
    await shows(await open(), key);
  });

  it('no other key does anything', () => {
    const shown = ROWS.flatMap(({ keys }) => keys);
    const bound = createRegistry()
      .commands.filter(({ layer }) => layer === 'panes')
      .flatMap(({ keys }) => keys);
    expect(new Set(bound)).toEqual(new Set(shown));
    expect(bound).toHaveLength(shown.length);
  });
});
