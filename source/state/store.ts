/** A value, the one function that changes it, and those who want to know. */
export interface Store<State, Action> {
  getState(): State;
  dispatch(action: Action): void;
  /** Calls the listener after each change; answers the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** One store: `reduce` is pure, listeners are told only when the state is another object than before. */
export function createStore<State, Action>(
  reduce: (state: State, action: Action) => State,
  initial: State,
): Store<State, Action> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    getState: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
