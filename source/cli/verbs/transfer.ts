import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { resolveTarget } from '../../commands/target.ts';
import { AppError } from '../../domain/app-error.ts';
import { childOf, localLocation, type Location } from '../../domain/location.ts';
import type { FileStore } from '../../domain/file-store.ts';
import type { JobSource } from '../../domain/transfer.ts';
import { sourceFromStream } from '../../services/local/source-from-stream.ts';
import { addVerb, withCloud, withEngine, type Cli, type Cloud, type VerbOptions } from '../cli.ts';
import { entryJson } from '../entry-words.ts';
import { remoteFile } from '../remote-path.ts';
import { runJob } from '../run-job.ts';

interface TransferOptions extends VerbOptions {
  readonly overwrite?: true;
}

const STANDARD_STREAM = '-';

/** `put` and `get`. */
export function addTransferVerbs(program: Command, cli: Cli): void {
  addVerb(
    program,
    'put <local...>',
    'upload files and folders; the last path is the remote one, - is standard input',
    'u1file put u1file.py testing/u1file.py',
  )
    .usage('[options] <local...> <remote>')
    .option('--overwrite', 'replace files that have the name')
    .action(async (paths: readonly string[], options: TransferOptions) => put(cli, paths, options));
  addVerb(
    program,
    'get <remote...>',
    'download files and folders; the last path is the local one, - is standard output',
    'u1file get testing/u1file.py /tmp/u1file.py',
  )
    .usage('[options] <remote...> <local>')
    .option('--overwrite', 'replace files that have the name')
    .action(async (paths: readonly string[], options: TransferOptions) => get(cli, paths, options));
}

async function put(cli: Cli, paths: readonly string[], options: TransferOptions): Promise<void> {
  const { sources, target } = splitPaths(paths, 'put u1file.py testing/u1file.py');
  await withCloud(cli, options, async (cloud) => {
    const location = remoteFile(target, cloud);
    if (sources[0] === STANDARD_STREAM && sources.length === 1) {
      await putStream(cli, cloud, location, options);
      return;
    }
    const locations = sources.map((path) => localLocation(resolve(path)));
    await transfer(
      cli,
      cloud,
      { locations, from: cli.localStore, target: location, to: cloud.store, typed: target },
      options,
    );
  });
}

async function get(cli: Cli, paths: readonly string[], options: TransferOptions): Promise<void> {
  const { sources, target } = splitPaths(paths, 'get testing/u1file.py /tmp/u1file.py');
  await withCloud(cli, options, async (cloud) => {
    const locations = sources.map((path) => remoteFile(path, cloud));
    const [first] = locations;
    if (target === STANDARD_STREAM && first !== undefined) {
      if (locations.length > 1) throw new AppError('usage', 'standard output takes one file');
      const { body } = await cloud.store.read(first, { signal: cli.signal });
      await pipeline(body, cli.stdout, { end: false, signal: cli.signal });
      return;
    }
    const location = localLocation(resolve(target));
    await transfer(
      cli,
      cloud,
      { locations, from: cloud.store, target: location, to: cli.localStore, typed: target },
      options,
    );
  });
}

interface Transfer {
  readonly locations: readonly Location[];
  readonly from: FileStore;
  readonly target: Location;
  readonly to: FileStore;
  /** The target as it was typed: a slash at its end means a folder. */
  readonly typed: string;
}

async function transfer(cli: Cli, cloud: Cloud, what: Transfer, options: TransferOptions): Promise<void> {
  const { locations, from, target, to, typed } = what;
  const { signal } = cli;
  const sources: JobSource[] = [];
  for (const location of locations) sources.push({ location, entry: await from.stat(location, { signal }) });
  const into = await resolveTarget(
    { location: target, isFolder: typed.endsWith('/'), sourceCount: sources.length },
    to,
  );
  const spec = {
    id: randomUUID(),
    kind: 'copy',
    sources,
    target: into.folder,
    ...(into.name === undefined ? {} : { targetName: into.name }),
    taken: options.overwrite === true ? 'overwrite' : 'fail',
  } as const;
  await withEngine(cli, cloud, async (engine) => runJob(cli, engine, spec, options));
  if (!options.json) return;
  for (const { entry } of sources) {
    const arrived = childOf(into.folder, into.name ?? entry.name);
    cli.output.json(entryJson(await to.stat(arrived, { signal }), arrived));
  }
}

async function putStream(cli: Cli, cloud: Cloud, location: Location, options: TransferOptions): Promise<void> {
  const entry = await cloud.store.write(location, sourceFromStream(cli.stdin), {
    taken: options.overwrite === true ? 'replace' : 'refuse',
    signal: cli.signal,
  });
  if (options.json) cli.output.json(entryJson(entry, location));
}

function splitPaths(
  paths: readonly string[],
  example: string,
): { readonly sources: readonly string[]; readonly target: string } {
  const target = paths.at(-1);
  if (target === undefined || paths.length < 2) {
    throw new AppError('usage', 'both ends are needed: what to copy, and where to', { hint: `u1file ${example}` });
  }
  return { sources: paths.slice(0, -1), target };
}
