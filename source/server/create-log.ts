import type { Log, LogFields, LogOptions } from './log.ts';

/** A log of pino, loaded with the first line: most embedded servers never write one. */
export function createLog(options: LogOptions): Log {
  let loading: Promise<Log> | null = null;
  let log: Log | null = null;
  const load = async (): Promise<Log> => {
    const { openPino } = await import('./pino-log.ts');
    log = openPino(options);
    return log;
  };
  const write =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}) => {
      if (log !== null) return log[level](event, fields);
      loading ??= load();
      // A line that can not be written has nobody to be told.
      loading.then((loaded) => loaded[level](event, fields)).catch(() => {});
    };
  return {
    info: options.level === 'info' ? write('info') : () => {},
    warn: options.level === 'error' ? () => {} : write('warn'),
    error: write('error'),
  };
}
