/** Runs acts of the same name one after the other, in the order they came, and others side by side. */
export interface OneAtATime {
  /** Rejects with the signal's reason when it fires while the act still waits for its turn. */
  run<T>(name: string, act: () => Promise<T>, signal: AbortSignal | undefined): Promise<T>;
}

/** The API cannot refuse a write atomically, so at least the writers of this program never race for one name. */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(name, act, signal) {
      const before = last.get(name);
      const done = Promise.withResolvers<void>();
      // Who gives up waiting still stands between the one before and the one after.
      const turn = Promise.all([before, done.promise]);
      last.set(name, turn);
      try {
        if (before !== undefined) await waitFor(before, signal);
        return await act();
      } finally {
        done.resolve();
        if (last.get(name) === turn) last.delete(name);
      }
    },
  };
}

async function waitFor(before: Promise<unknown>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const giveUp = (): void => aborted.reject(signal?.reason);
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([before, aborted.promise]);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
}
