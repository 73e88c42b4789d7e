/** A value, the one function that changes it, and those who want to know. */
export interface Store<State, Action> {
  getState(): State;
  dispatch(action: Action): void;
  /** Calls the listener after each change; answers the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Of actions that come by the hundred the listeners hear together: each telling is a picture, and nobody sees more. */
export interface Gathering<Action> {
  /** What tells of such an action, now or later and once for all that came until then; null for one that is told at once. */
  readonly paceOf: (action: Action) => ((tell: () => void) => void) | null;
}

/** One store: `reduce` is pure, listeners are told only when the state is another object than before. */
export function createStore<State, Action>(
  reduce: (state: State, action: Action) => State,
  initial: State,
  gathering?: Gathering<Action>,
): Store<State, Action> {
  let state = initial;
  let told = initial;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    if (told === state) return;
    told = state;
    for (const listener of listeners) listener();
  };
  return {
    getState: () => state,
    dispatch(action) {
      state = reduce(state, action);
      const pace = gathering?.paceOf(action) ?? null;
      if (pace === null) tell();
      else pace(tell);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
