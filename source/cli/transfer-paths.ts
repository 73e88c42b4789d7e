import { randomUUID } from 'node:crypto';
import { resolveTarget } from '../commands/target.ts';
import { AppError } from '../domain/app-error.ts';
import type { FileStore } from '../domain/file-store.ts';
import { childOf, type Location } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import { withEngine, type Cli, type Cloud, type VerbOptions } from './cli.ts';
import { entryJson } from './entry-words.ts';
import type { LimitOptions } from './limits.ts';
import { runJob } from './run-job.ts';

export interface TransferOptions extends VerbOptions, LimitOptions {
  readonly overwrite?: true;
}

/** What goes where. */
export interface Transfer {
  readonly kind: 'copy' | 'move';
  readonly locations: readonly Location[];
  readonly from: FileStore;
  readonly target: Location;
  readonly to: FileStore;
  /** The target as it was typed: a slash at its end means a folder. */
  readonly typed: string;
}

/** Runs it as one job to its end; with `--json` each source is told as it is at the target. */
export async function transfer(cli: Cli, cloud: Cloud, what: Transfer, options: TransferOptions): Promise<void> {
  const { kind, locations, from, target, to, typed } = what;
  const { signal } = cli;
  const sources: JobSource[] = [];
  for (const location of locations) sources.push({ location, entry: await from.stat(location, { signal }) });
  const into = await resolveTarget(
    { location: target, isFolder: typed.endsWith('/'), sourceCount: sources.length },
    to,
  );
  const spec = {
    id: randomUUID(),
    kind,
    sources,
    target: into.folder,
    ...(into.name === undefined ? {} : { targetName: into.name }),
    taken: options.overwrite === true ? 'overwrite' : 'fail',
  } as const;
  await withEngine(cli, cloud, async (engine) => runJob(cli, { engine, cloud }, spec, options));
  if (!options.json) return;
  for (const { entry } of sources) {
    const arrived = childOf(into.folder, into.name ?? entry.name);
    cli.output.json(entryJson(await to.stat(arrived, { signal }), arrived));
  }
}

/** The last of the typed paths is the target. @throws AppError `usage` when there are fewer than two */
export function splitPaths(
  paths: readonly string[],
  example: string,
): { readonly sources: readonly string[]; readonly target: string } {
  const target = paths.at(-1);
  if (target === undefined || paths.length < 2) {
    throw new AppError('usage', 'both ends are needed: what to copy, and where to', { hint: `u1file ${example}` });
  }
  return { sources: paths.slice(0, -1), target };
}
