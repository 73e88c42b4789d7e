import { pino } from 'pino';
import type { Log, LogFields, LogOptions } from './log.ts';

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

/** Opens it; secrets that come by are hidden. */
export function openPino({ file, level }: LogOptions): Log {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`]);
  // Written at once: the last lines before a crash are the ones that are wanted.
  const target = pino.destination({ ...(file === null ? { fd: 2 } : { dest: file, mode: 0o600 }), sync: true });
  const logger = pino({ base: null, level, redact: { paths, censor: '[hidden]' } }, target);
  const write = (level: keyof Log) => (event: string, fields?: LogFields) => logger[level]({ ...fields }, event);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}
