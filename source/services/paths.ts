import { isAbsolute, join } from 'node:path';

/** The program's own folders. They are made, closed to others, by who writes into them (`makePrivateFolder`). */
export interface ProgramPaths {
  /** Settings and credentials. */
  readonly config: string;
  /** The embedded cloud. */
  readonly data: string;
  /** Journal, logs, remembered panes. */
  readonly state: string;
  /** Sockets; null where the system gives no such folder. */
  readonly runtime: string | null;
}

/** Where the listings of cloud folders are remembered. */
export function listingsFolder({ state }: ProgramPaths): string {
  return join(state, 'listings');
}

/** The folders by the XDG base directory rules: an unset, empty or relative variable counts as not given. */
export function programPaths(env: Readonly<Record<string, string | undefined>>, home: string): ProgramPaths {
  const base = (name: string): string | null => {
    const value = env[name];
    return value !== undefined && isAbsolute(value) ? value : null;
  };
  const runtime = base('XDG_RUNTIME_DIR');
  return {
    config: join(base('XDG_CONFIG_HOME') ?? join(home, '.config'), 'u1file'),
    data: join(base('XDG_DATA_HOME') ?? join(home, '.local', 'share'), 'u1file'),
    state: join(base('XDG_STATE_HOME') ?? join(home, '.local', 'state'), 'u1file'),
    runtime: runtime === null ? null : join(runtime, 'u1file'),
  };
}
