/** Runs acts of the same name one after the other, in the order they came, and others side by side. */
export interface OneAtATime {
  run<T>(name: string, act: () => Promise<T>): Promise<T>;
}

/** The API cannot refuse a write atomically, so at least the writers of this program never race for one name. */
export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(name, act) {
      const before = last.get(name);
      const mine = (before ?? Promise.resolve()).then(act, act);
      last.set(name, mine);
      try {
        return await mine;
      } finally {
        if (last.get(name) === mine) last.delete(name);
      }
    },
  };
}
