/** What the server says while it runs: one JSON line each on standard error. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogFields = Readonly<Record<string, unknown>>;

const SECRETS = [
  'password',
  'otp',
  'authorization',
  'token_secret',
  'consumer_secret',
  'tokenSecret',
  'consumerSecret',
  'cookie',
];

/** A log of pino, loaded with the first line: most embedded servers never write one. */
export function createLog(): Log {
  let sink: Promise<Log> | null = null;
  const write =
    (level: keyof Log) =>
    (event: string, fields: LogFields = {}) => {
      sink ??= openPino();
      // A line that can not be written has nobody to be told.
      sink.then((log) => log[level](event, fields)).catch(() => {});
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

/** For a caller that wants to hear nothing. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} };

async function openPino(): Promise<Log> {
  const { pino } = await import('pino');
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`]);
  const logger = pino({ base: null, redact: { paths, censor: '[hidden]' } }, pino.destination({ fd: 2, sync: true }));
  const write = (level: keyof Log) => (event: string, fields?: LogFields) => logger[level]({ ...fields }, event);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
