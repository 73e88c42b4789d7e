import { createScreenContext, followJobs } from '../../source/cli/screen-context.ts';
import type { CommandContext } from '../../source/commands/command.ts';
import { openFolder } from '../../source/commands/open-folder.ts';
import { pressKey } from '../../source/commands/press-key.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import { createFolderWatches } from '../../source/commands/watching.ts';
import type { FileStore } from '../../source/domain/file-store.ts';
import { NO_MEMORY } from '../../source/domain/listing-memory.ts';
import type { Location } from '../../source/domain/location.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { changePlaces } from '../../source/services/places-file.ts';
import { initialState, type AppState } from '../../source/state/app-state.ts';
import type { PaneState } from '../../source/state/pane.ts';
import { reduce } from '../../source/state/reduce.ts';
import { createStore } from '../../source/state/store.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';
import { onTestFinished } from 'vitest';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';
import { NO_ACCOUNTS } from './no-accounts.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';

/** A limit for what never comes, never a measure: the machines are shared. */
const PATIENCE = 30_000;

/** The program without its screen: state, commands, engine, this disk, and a cloud in memory. */
export interface Session {
  readonly context: CommandContext;
  readonly cloud: MemoryStore;
  readonly state: () => AppState;
  /** Presses keys by their names as `keys/` has them. */
  readonly press: (...keys: readonly string[]) => void;
  /** Types a text, a key a character. */
  readonly type: (text: string) => void;
  /** Waits until the state is so; it is looked at after each change. */
  until(isSo: (state: AppState) => boolean): Promise<AppState>;
  /** Waits until both panes are read. */
  settled(): Promise<AppState>;
}

/** `parts` stand in for what only a terminal can do. */
export async function openSession(
  left: Location,
  right: Location,
  parts: Partial<Pick<CommandContext, 'runInTerminal' | 'copyText' | 'quit' | 'suspend'>> = {},
): Promise<Session> {
  const store = createStore(
    reduce,
    initialState({
      size: { columns: 120, rows: 40 },
      account: { id: 'embedded', label: 'embedded cloud' },
      left,
      right,
      home: '/home/ted',
    }),
  );
  const config = join(temporaryFolder(), 'config');
  const cloud = createMemoryStore();
  const local = createLocalStore();
  const storeFor = (location: Location): FileStore => (location.side === 'local' ? local : cloud);
  const context = createScreenContext({
    accounts: NO_ACCOUNTS,
    changeSettings: async () => undefined,
    store,
    storeFor,
    engine: createTransferEngine({ storeFor }),
    memory: NO_MEMORY,
    quit: () => undefined,
    suspend: () => undefined,
    copyText: () => true,
    changePlaces: async (change) => (await changePlaces(config, change)).places,
    runInTerminal: async () => ({ name: 'nothing', status: 0 }),
    copiesFolder: temporaryFolder(),
    configFolder: config,
    ...parts,
  });
  followJobs(context);
  const watches = createFolderWatches(context);
  store.subscribe(watches.follow);
  onTestFinished(watches.stop);
  const registry = createRegistry();
  const press = (...keys: readonly string[]): void => {
    for (const key of keys) pressKey(context, registry, { key, ...(key.length === 1 ? { text: key } : {}) });
  };
  const until = async (isSo: (state: AppState) => boolean): Promise<AppState> => {
    const { promise, resolve, reject } = Promise.withResolvers<AppState>();
    const look = (): void => {
      if (isSo(store.getState())) resolve(store.getState());
    };
    const timer = setTimeout(() => reject(new Error(`waited for ${String(isSo)}`)), PATIENCE);
    const unsubscribe = store.subscribe(look);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unsubscribe();
    }
  };
  const settled = async () =>
    until(({ left: one, right: two }) => one.status !== 'loading' && two.status !== 'loading');
  openFolder(context, 'left', left);
  openFolder(context, 'right', right);
  await settled();
  return {
    context,
    cloud,
    state: () => store.getState(),
    press,
    type: (text) => press(...Array.from(text)),
    until,
    settled,
  };
}

/** The names a pane shows, in order, without `..`. */
export function namesShown(pane: PaneState): string[] {
  return Array.from(pane.rows, (index) => pane.listing.name(index));
}
