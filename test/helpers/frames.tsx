import { FRAME_ZONE } from './frame-environment.ts';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { renderToString } from 'ink';
import { expect } from 'vitest';
import { createScreenContext } from '../../source/cli/screen-context.ts';
import type { CommandContext } from '../../source/commands/command.ts';
import { pressKey } from '../../source/commands/press-key.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import type { Entry } from '../../source/domain/entry.ts';
import { NO_MEMORY } from '../../source/domain/listing-memory.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { ThemeChoice } from '../../source/domain/settings.ts';
import { initialState, type AppAction, type AppState, type ScreenSize } from '../../source/state/app-state.ts';
import { reduce } from '../../source/state/reduce.ts';
import { createStore } from '../../source/state/store.ts';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import { CellScreen } from '../../source/terminal/cells.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';
import { App } from '../../source/ui/app.tsx';
import type { AppStore } from '../../source/ui/store-context.tsx';
import { fileEntry, folderEntry } from './entries.ts';
import { frameCells, writeFrames, type StoredFrame } from './frame-file.ts';
import { NO_ACCOUNTS } from './no-accounts.ts';
import { createMemoryStore } from './memory-store.ts';
import { TerminalSink } from './screen.ts';

/** The time at which all frames are drawn; rows of this year show month, day and time. */
export const FRAME_TIME = Date.UTC(2026, 10, 24, 12, 0);

const SIZES: readonly ScreenSize[] = [
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 40, rows: 12 },
];
const THEMES: readonly ThemeChoice[] = ['dark', 'light'];
const FOLDER = new URL('../ui/frames/', import.meta.url);
const CAPABILITIES = detectCapabilities({ env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' } });
const TIME = Date.UTC(2026, 10, 21, 14, 2);

/** The program's screen in this process: its state, with a folder in each pane, and its keyboard. */
export interface FrameScreen {
  readonly store: AppStore;
  readonly context: CommandContext;
  readonly dispatch: (action: AppAction) => void;
  /** Presses keys by name (`f5`, `down`, `esc`); a single character types itself. */
  readonly press: (...keys: readonly string[]) => void;
  /** Types a text, a character at a time. */
  readonly type: (text: string) => void;
}

/** What differs from the three sizes, dark and light. */
export interface FrameOptions {
  readonly sizes?: readonly ScreenSize[];
  readonly themes?: readonly ThemeChoice[];
}

/**
 * Brings a screen into a state and compares it, at 120x40, 80x24 and 40x12, dark and light, with `test/ui/frames/NAME.txt`.
 * Missing, the file is written: look at it (`node scripts/frames.ts NAME` draws it) before you commit it.
 */
export async function expectFrames(
  name: string,
  act: (screen: FrameScreen) => void | Promise<void>,
  { sizes = SIZES, themes: names = THEMES }: FrameOptions = {},
): Promise<void> {
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(FRAME_ZONE);
  const frames: StoredFrame[] = [];
  for (const size of sizes) {
    const screen = openFrameScreen(size);
    const acting = act(screen);
    if (acting instanceof Promise) await acting;
    // What a store answers later belongs to no frame: it would come into some of the themes, as the machine goes.
    const state = screen.store.getState();
    const themes = [];
    for (const theme of names) themes.push(await drawFrame(state, theme));
    frames.push({ ...size, themes });
  }
  const file = new URL(`${name}.txt`, FOLDER);
  if (process.env['CI'] !== undefined && !existsSync(file)) throw new Error(`${file.pathname} is missing`);
  await expect(writeFrames(frames, names)).toMatchFileSnapshot(file.pathname);
}

/** A screen of that size with some entries in both panes, whose stores are in memory and empty. */
export function openFrameScreen(size: ScreenSize): FrameScreen {
  const left = localLocation('/home/ted/projects/u1');
  const right = cloudLocation('embedded', 'testing', '/docs');
  const store = createStore(
    reduce,
    initialState({ size, account: { id: 'embedded', label: 'embedded cloud' }, left, right, home: '/home/ted' }),
  );
  fill(store, 'left', LEFT);
  fill(store, 'right', RIGHT);
  store.dispatch({ type: 'pane/quota', side: 'right', quota: { used: 1_900_000_000, total: 5_000_000_000 } });
  const files = createMemoryStore();
  const storeFor = (): typeof files => files;
  const registry = createRegistry();
  const nothing = (): void => undefined;
  const context = createScreenContext({
    store,
    storeFor,
    accounts: NO_ACCOUNTS,
    changeSettings: async () => undefined,
    engine: createTransferEngine({ storeFor }),
    memory: NO_MEMORY,
    quit: nothing,
    suspend: nothing,
    copyText: () => true,
    changePlaces: async (change) => Promise.resolve(change(store.getState().places)),
    runInTerminal: async () => ({ name: 'nothing', status: 0 }),
    copiesFolder: tmpdir(),
    configFolder: tmpdir(),
  });
  const press = (...keys: readonly string[]): void => {
    for (const key of keys) pressKey(context, registry, { key, ...(key.length === 1 ? { text: key } : {}) });
  };
  return {
    store,
    context,
    dispatch: (action) => store.dispatch(action),
    press,
    type: (text) => press(...Array.from(text)),
  };
}

/** What a terminal shows of this state, drawn by Ink and by the cell layer as in the program. */
async function drawFrame(state: AppState, theme: ThemeChoice): Promise<StoredFrame['themes'][number]> {
  const { columns, rows } = state.size;
  const store = createStore(reduce, inTheme(state, theme));
  const app = <App store={store} registry={createRegistry()} clock={() => FRAME_TIME} colors="true" />;
  const picture = renderToString(app, { columns });
  const sink = new TerminalSink(columns, rows);
  const screen = new CellScreen({
    output: sink.asOutput(),
    capabilities: CAPABILITIES,
    inputModes: { mouse: false, kittyKeys: false },
  });
  screen.write(`\u001b[?1049h\u001b[?2026h${picture}\u001b[?2026l`);
  await new Promise<void>((resolve) => {
    screen.write('', () => resolve());
  });
  await sink.drawn();
  screen.restore();
  return frameCells(sink.terminal);
}

/** Dark and light as they come by themselves, from what the terminal says: then no setting shows in the frame. */
function inTheme(state: AppState, theme: ThemeChoice): AppState {
  if (theme === 'dark' || theme === 'light') return { ...state, background: theme };
  return { ...state, settings: { ...state.settings, theme } };
}

function fill(store: AppStore, side: 'left' | 'right', entries: readonly Entry[]): void {
  store.dispatch({ type: 'pane/entries', side, requestId: 0, entries });
  store.dispatch({ type: 'pane/loaded', side, requestId: 0 });
}

const LEFT: readonly Entry[] = [
  folderEntry('drafts', { modifiedAt: TIME }),
  folderEntry('photos', { modifiedAt: TIME }),
  fileEntry('letter to the cloud.md', { size: 18_200, modifiedAt: TIME }),
  fileEntry('notes.txt', { size: 812, modifiedAt: Date.UTC(2011, 8, 9, 19, 0) }),
  fileEntry('u1file.py', { size: 4100, modifiedAt: TIME }),
];

const RIGHT: readonly Entry[] = [
  folderEntry('2011', { modifiedAt: TIME }),
  fileEntry('report.pdf', {
    size: 1_200_000,
    modifiedAt: TIME,
    hash: 'sha1:2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    publicUrl: 'http://127.0.0.1:8080/p/2aBcD',
  }),
  fileEntry('u1file.py', { size: 4100, modifiedAt: TIME }),
];
