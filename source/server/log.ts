/** What the server says while it runs: one JSON line each. */
export interface Log {
  /** Every request; only where that is wanted. */
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

export interface LogOptions {
  /** Where lines go: a file that is only added to, or null for standard error. */
  readonly file: string | null;
  readonly level: 'info' | 'warn' | 'error';
}

/** For a caller that wants to hear nothing. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
