import type { Log, LogFields, LogOptions } from './log.ts';

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
