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
  readonly level: 'info' | 'warn';
}

/** A log of pino, loaded with the first line: most embedded servers never write one. */
export function createLog(options: LogOptions): Log {
  let sink: Promise<Log> | null = null;
  const write =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}) => {
      sink ??= import('./pino-log.ts').then(({ openPino }) => openPino(options));
      // A line that can not be written has nobody to be told.
      sink.then((log) => log[level](event, fields)).catch(() => {});
    };
  return { info: options.level === 'info' ? write('info') : () => {}, warn: write('warn'), error: write('error') };
}

/** For a caller that wants to hear nothing. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };
