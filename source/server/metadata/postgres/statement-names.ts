/** Under which names the server keeps statements prepared, the same on all connections. */
export interface StatementNames {
  /** Null for a statement that is not worth keeping. */
  nameOf(sql: string): string | null;
  /** Gives all of them new names: what was prepared no longer fits the tables. */
  renew(): void;
}

/** More are not kept prepared on each connection. */
const MOST = 300;

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>();
  let generation = 0;
  return {
    nameOf: (sql) => {
      const there = names.get(sql);
      if (there !== undefined || names.size >= MOST) return there ?? null;
      const name = `u${generation}_${names.size}`;
      names.set(sql, name);
      return name;
    },
    renew: () => {
      names.clear();
      generation += 1;
    },
  };
}
