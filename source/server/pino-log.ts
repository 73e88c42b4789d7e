import { pino } from 'pino';
import type { Log, LogFields, LogOptions } from './log.ts';

const SECRETS: ReadonlySet<string> = new Set([
  'password',
  'otp',
  'authorization',
  'token_secret',
  'consumer_secret',
  'tokenSecret',
  'consumerSecret',
  'cookie',
]);

/** Opens it; secrets that come by are hidden, by the name of their field. */
export function openPino({ file, level }: LogOptions): Log {
  const paths = [...SECRETS].flatMap((name) => [name, `*.${name}`]);
  // Written at once: the last lines before a crash are the ones that are wanted.
  const target = pino.destination({ ...(file === null ? { fd: 2 } : { dest: file, mode: 0o600 }), sync: true });
  const careful = pino({ base: null, level, redact: { paths, censor: '[hidden]' } }, target);
  // Looking for secrets takes five times as long as the line itself, and every request has one.
  const quick = pino({ base: null, level }, target);
  const write = (level: keyof Log) => (event: string, fields?: LogFields) =>
    (mayHoldSecrets(fields) ? careful : quick)[level]({ ...fields }, event);
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

function mayHoldSecrets(fields: LogFields = {}): boolean {
  return Object.entries(fields).some(([name, value]) => typeof value === 'object' || SECRETS.has(name));
}
