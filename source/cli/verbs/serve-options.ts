import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Option } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { onDisk } from '../../services/local/disk-error.ts';
import type { Listen } from '../../server/listen.ts';
import type { ServerSettings } from '../../server/settings.ts';
import { PLACE_OPTIONS } from './places.ts';

/** What `serve` was told by flags, environment, file and defaults. */
export interface ServeOptions {
  readonly config?: string;
  readonly data?: string;
  readonly metadata?: string;
  readonly blobs?: string;
  readonly s3Endpoint?: string;
  readonly s3Region: string;
  readonly listen: string;
  readonly metrics?: string;
  readonly tls?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly publicUrl?: string;
  readonly behindProxy: boolean;
  readonly allowPlaintext: boolean;
  readonly allowRegistration: boolean;
  readonly quota: string;
  readonly outOfSpaceStatus: string;
  readonly timestampWindow: string;
  readonly signInTries: string;
  readonly requestsPerUser: string;
  readonly keepDeleted: string;
  readonly threads: string;
  readonly logFileNames: boolean;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 }; // prettier-ignore

/** Adds every setting of the server, each with its variable of the environment. */
export function addServeOptions(command: Command): Command {
  const add = (flags: string, description: string, fallback?: string | false) => {
    const option = new Option(flags, description);
    option.env(`U1FILE_${option.attributeName().replace(/[A-Z]/g, '_$&').toUpperCase()}`);
    command.addOption(fallback === undefined ? option : option.default(fallback));
  };
  add('--config <file>', 'a JSON file of these settings, named as the flags are; flags and environment go before it');
  add('--data <folder>', 'where everything is kept; it is made when it is not there');
  for (const { flags, description, fallback } of PLACE_OPTIONS) add(flags, description, fallback);
  add('--listen <host:port>', 'where to listen; port 0 picks a free one, unix:PATH is a socket', '127.0.0.1:8080');
  add('--metrics <host:port>', 'where to serve /metrics and /healthz');
  add('--tls <self>', 'serve HTTPS with a certificate that is made for this data');
  add('--tls-cert <file>', 'serve HTTPS with this certificate and those above it (PEM)');
  add('--tls-key <file>', 'the key of that certificate (PEM)');
  add('--public-url <url>', 'what public links begin with; else the address that the client used');
  add('--behind-proxy', 'believe X-Forwarded-For and X-Forwarded-Proto', false);
  add('--allow-plaintext', 'take PLAINTEXT signatures where others may listen in', false);
  add('--allow-registration', 'let anyone make an account', false);
  add('--quota <bytes>', 'room of a new account; k, M, G, T and Ki, Mi, Gi, Ti may follow', '5368709120');
  add('--out-of-space-status <code>', 'the status of a full account: 507, or 402 as from 2012 on', '507');
  add('--timestamp-window <seconds>', 'how far the clock of a client may be off', '900');
  add('--sign-in-tries <number>', 'failed sign-ins after which an account has to wait a quarter of an hour', '10');
  add('--requests-per-user <number>', 'requests of one user that run at a time', '64');
  add('--keep-deleted <days>', 'how long deleted files can be undeleted', '30');
  add('--threads <number>', 'threads that answer requests; 0 is one for each core, four at most', '0');
  add('--log-file-names', 'write the paths of requests to the log', false);
  return command;
}

/** What was given, with the file filling in where flags and environment are silent. */
export async function readServeOptions(command: Command): Promise<ServeOptions> {
  const given = command.opts<ServeOptions>();
  if (given.config === undefined) return given;
  const fromFile = await readConfig(given.config);
  const merged: Record<string, unknown> = { ...given };
  for (const [flag, value] of Object.entries(fromFile)) {
    const option = command.options.find((each) => each.long === `--${flag}`);
    if (option === undefined) throw new AppError('usage', `${given.config}: there is no setting "${flag}"`);
    const source = command.getOptionValueSource(option.attributeName());
    if (source === undefined || source === 'default')
      merged[option.attributeName()] = typeof value === 'boolean' ? value : String(value);
  }
  return merged as unknown as ServeOptions;
}

export function toSettings(options: ServeOptions): ServerSettings {
  const status = toNumber(options.outOfSpaceStatus, 'out-of-space-status');
  if (status !== 507 && status !== 402) throw new AppError('usage', '--out-of-space-status is 507 or 402');
  return {
    timestampWindow: toNumber(options.timestampWindow, 'timestamp-window'),
    allowPlaintext: options.allowPlaintext,
    trustProxy: options.behindProxy,
    allowRegistration: options.allowRegistration,
    defaultQuota: parseBytes(options.quota),
    signInTries: toNumber(options.signInTries, 'sign-in-tries'),
    requestsPerUser: toNumber(options.requestsPerUser, 'requests-per-user'),
    keepDeletedDays: toNumber(options.keepDeleted, 'keep-deleted'),
    outOfSpaceStatus: status,
    publicUrl: options.publicUrl ?? null,
    logFileNames: options.logFileNames,
  };
}

/** `HOST:PORT`, `[::1]:PORT`, `:PORT` for every address of this machine, or `unix:PATH`. */
export function parseListen(text: string): Listen {
  if (text.startsWith('unix:') && text.length > 'unix:'.length) return { socketPath: text.slice('unix:'.length) };
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535)
    throw new AppError('usage', `${text} is no address to listen on`, { hint: 'for example 127.0.0.1:8080' });
  return { host: match[1] ?? (match[2] || '::'), port };
}

/** Bytes: `5368709120`, `5G`, `5GB`, `5GiB`. */
export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kMGT]?i?)B?$/.exec(text.trim());
  const unit = UNITS[match?.[2] ?? 'none'];
  if (match === null || unit === undefined)
    throw new AppError('usage', `${text} is no number of bytes`, { hint: 'for example 5GB' });
  return Math.floor(Number(match[1]) * unit);
}

export function toNumber(text: string, flag: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new AppError('usage', `--${flag} is a number`);
  return Number(text);
}

async function readConfig(file: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await onDisk(file, async () => readFile(file, 'utf8'));
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new AppError('usage', `${file} is no JSON: ${error instanceof Error ? error.message : ''}`, { cause: error });
  }
  throw new AppError('usage', `${file} holds no settings`);
}
