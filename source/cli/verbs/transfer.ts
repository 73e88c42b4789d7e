import type { Command } from 'commander';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../domain/app-error.ts';
import { localLocation, type Location } from '../../domain/location.ts';
import { sourceFromStream } from '../../services/local/source-from-stream.ts';
import { addVerb, withCloud, type Cli, type Cloud } from '../cli.ts';
import { entryJson } from '../entry-words.ts';
import { withLimits } from '../limits.ts';
import { remoteFile } from '../remote-path.ts';
import { splitPaths, transfer, type TransferOptions } from '../transfer-paths.ts';

const STANDARD_STREAM = '-';

/** `put` and `get`. */
export function addTransferVerbs(program: Command, cli: Cli): void {
  withLimits(
    addVerb(
      program,
      'put <local...>',
      'upload files and folders; the last path is the remote one, - is standard input',
      'u1file put u1file.py testing/u1file.py',
    ),
  )
    .usage('[options] <local...> <remote>')
    .option('--overwrite', 'replace files that have the name')
    .action(async (paths: readonly string[], options: TransferOptions) => put(cli, paths, options));
  withLimits(
    addVerb(
      program,
      'get <remote...>',
      'download files and folders; the last path is the local one, - is standard output',
      'u1file get testing/u1file.py /tmp/u1file.py',
    ),
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
      { kind: 'copy', locations, from: cli.localStore, target: location, to: cloud.store, typed: target },
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
      { kind: 'copy', locations, from: cloud.store, target: location, to: cli.localStore, typed: target },
      options,
    );
  });
}

async function putStream(cli: Cli, cloud: Cloud, location: Location, options: TransferOptions): Promise<void> {
  const entry = await cloud.store.write(location, sourceFromStream(cli.stdin), {
    taken: options.overwrite === true ? 'replace' : 'refuse',
    signal: cli.signal,
  });
  if (options.json) cli.output.json(entryJson(entry, location));
}
