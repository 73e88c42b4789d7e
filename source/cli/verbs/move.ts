import type { Command } from 'commander';
import type { CloudLocation } from '../../domain/location.ts';
import { addVerb, withCloud, type Cli } from '../cli.ts';
import { notVolume, remotePathInVolume } from '../remote-path.ts';
import { splitPaths, transfer, type TransferOptions } from '../transfer-paths.ts';

/** `move`. */
export function addMoveVerb(program: Command, cli: Cli): void {
  addVerb(
    program,
    'move <from...>',
    'move or rename within the cloud; the last path is where to',
    'u1file move testing/a.txt testing/b.txt',
  )
    .usage('[options] <from...> <to>')
    .alias('mv')
    .option('--overwrite', 'replace files that have the name')
    .action(async (paths: readonly string[], options: TransferOptions) => move(cli, paths, options));
}

async function move(cli: Cli, paths: readonly string[], options: TransferOptions): Promise<void> {
  const { sources, target: typed } = splitPaths(paths, 'move testing/a.txt testing/b.txt');
  await withCloud(cli, options, async (cloud) => {
    const { signal } = cli;
    const locations: CloudLocation[] = [];
    for (const path of sources) locations.push(notVolume(await remotePathInVolume(path, cloud, { signal })));
    const target = await remotePathInVolume(typed, cloud, { signal });
    const what = { kind: 'move', locations, from: cloud.store, target, to: cloud.store, typed } as const;
    await transfer(cli, cloud, what, options);
  });
}
