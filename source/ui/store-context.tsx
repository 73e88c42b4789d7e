import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react';
import type { AppAction, AppState } from '../state/app-state.ts';
import type { Store } from '../state/store.ts';

export type AppStore = Store<AppState, AppAction>;

const StoreContext = createContext<AppStore | null>(null);

/** Hands the store down to `useAppState`. */
export function StoreProvider({
  store,
  children,
}: {
  readonly store: AppStore;
  readonly children: ReactNode;
}): ReactNode {
  return <StoreContext value={store}>{children}</StoreContext>;
}

/**
 * A part of the state; the component is drawn again when that part is another one. The selector returns references or
 * primitives, never a fresh object, else it would draw for ever.
 */
export function useAppState<Part>(select: (state: AppState) => Part): Part {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('useAppState stands outside StoreProvider');
  return useSyncExternalStore(store.subscribe, () => select(store.getState()));
}
