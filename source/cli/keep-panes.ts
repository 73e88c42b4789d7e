import { keepPanes } from '../services/panes-file.ts';
import type { AppAction, AppState } from '../state/app-state.ts';
import { rememberedPanes } from '../state/remembering.ts';
import type { Store } from '../state/store.ts';

/** Milliseconds after which a change is written down: a crash costs no more than that. */
const WRITTEN_AFTER = 3000;

/** Writes down how the panes are left, as they change and at the end. */
export interface KeptPanes {
  /** Writes what is not yet written, and ends. */
  readonly close: () => Promise<void>;
}

export function followPanes(store: Store<AppState, AppAction>, folder: string): KeptPanes {
  let written = traceOf(store.getState());
  let timer: NodeJS.Timeout | null = null;
  let before = store.getState();
  const write = async (state = store.getState()): Promise<void> => {
    timer = null;
    written = traceOf(state);
    // A full disk or a read-only home: the next start is as the one before.
    await keepPanes(folder, state.account.id, rememberedPanes(state)).catch(() => undefined);
  };
  const unsubscribe = store.subscribe(() => {
    const state = store.getState();
    if (state.account.id !== before.account.id) void write(before);
    before = state;
    if (timer !== null || isSame(written, traceOf(state))) return;
    timer = setTimeout(() => void write(), WRITTEN_AFTER);
    timer.unref();
  });
  return {
    async close() {
      unsubscribe();
      if (timer !== null) clearTimeout(timer);
      await write();
    },
  };
}

/** What a change of which is worth writing; that the cursor moves is not, it is written at the end. */
function traceOf({ left, right, active, isSingle, account }: AppState): readonly unknown[] {
  const sides = [left, right].flatMap(({ location, sort, showHidden }) => [location, sort, showHidden]);
  return [...sides, active, isSingle, account.id];
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.every((part, at) => part === other[at]);
}
