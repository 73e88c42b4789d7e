/** A value, the one function that changes it, and those who want to know. */
export interface Store<State, Action> {
  getState(): State;
  dispatch(action: Action): void;
  /** Calls the listener after each change; answers the function that ends it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Of actions that come by the hundred the listeners hear together: each telling is a picture, and nobody sees more. */
export interface Gathering<Action> {
  readonly isOneOfMany: (action: Action) => boolean;
  /** Tells now or later, once for all that came until then. */
  readonly schedule: (tell: () => void) => void;
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
      if (gathering?.isOneOfMany(action) === true) gathering.schedule(tell);
      else tell();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
