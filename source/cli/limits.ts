import { Option, type Command } from 'commander';
import { AppError } from '../domain/app-error.ts';
import type { TransferEngine } from '../domain/transfer.ts';
import { readSettings } from '../services/settings.ts';
import type { Cli } from './cli.ts';

/** How much of the line and of the machine a verb may take. */
export interface LimitOptions {
  /** Bytes a second. */
  readonly limit?: number | null;
  /** Files at once; null for what the line carries. */
  readonly parallel?: number | null;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Bytes a second out of `500k`, `2M`, `1500000`; `none` is null. @throws AppError `usage` */
export function parseRate(text: string): number | null {
  if (text === 'none') return null;
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([kmg]?)(?:b?(?:\/s)?)$/i.exec(text) ?? [];
  const rate = Number(digits ?? Number.NaN) * (UNITS[(unit ?? '').toLowerCase()] ?? 1);
  if (rate >= 1) return rate;
  throw new AppError('usage', `${text} is no rate`, { hint: 'bytes a second: 500k, 2M, or none' });
}

/** Adds `--limit` and `--parallel` to a verb that copies. */
export function withLimits(verb: Command): Command {
  return verb
    .addOption(
      new Option('--limit <rate>', 'bytes a second at most, as 500k or 2M').argParser(
        (text: string) => parseRate(text) ?? Infinity,
      ),
    )
    .addOption(new Option('--parallel <n>', 'files at once; by default what the line carries').argParser(parseCount));
}

/** What was asked for on the command line, and for the rest what the person has set; what cannot be used is told. */
export function settledLimits({ paths, output }: Pick<Cli, 'paths' | 'output'>, options: LimitOptions): LimitOptions {
  const { settings, problems } = readSettings(paths.config);
  for (const problem of problems) output.note(`u1file: ${problem}`);
  const { limit = settings.bandwidth ?? Infinity, parallel = settings.parallelFiles } = options;
  return { limit, parallel };
}

/** Sets what was asked for; without it the engine goes by what it finds. */
export function applyLimits(engine: TransferEngine, { limit, parallel }: LimitOptions): void {
  if (limit !== undefined) engine.perform({ type: 'limit', bytesPerSecond: limit === Infinity ? null : limit });
  if (parallel !== undefined) engine.perform({ type: 'files-at-once', count: parallel });
}

function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && count >= 1 && count <= 64) return count;
  throw new AppError('usage', `${text} is no number of files at once`, { hint: 'from 1 to 64' });
}
