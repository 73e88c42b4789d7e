import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { CloudLocation } from '../../domain/location.ts';
import { addVerb, withCloud, type Cli, type Cloud, type VerbOptions } from '../cli.ts';
import { entryJson } from '../entry-words.ts';
import { remoteFile, remotePathInVolume } from '../remote-path.ts';
import { forEach } from '../for-each.ts';
import { splitPaths, transfer, type TransferOptions } from '../transfer-paths.ts';
import { isWholeVolume } from './reading.ts';

/** `delete`, `mkdir`, `move`, `publish` and `unpublish`. */
export function addChangingVerbs(program: Command, cli: Cli): void {
  addVerb(
    program,
    'delete <path...>',
    'delete files, and folders with all below them',
    'u1file delete testing/u1file.py',
  )
    .alias('rm')
    .action(async (paths: readonly string[], options: VerbOptions) => remove(cli, paths, options));
  addVerb(program, 'mkdir <path...>', 'make folders, and those above them', 'u1file mkdir testing/docs').action(
    async (paths: readonly string[], options: VerbOptions) => makeFolders(cli, paths, options),
  );
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
  addVerb(
    program,
    'publish <path...>',
    'let anyone read a file, and print its address',
    'u1file publish testing/a.txt',
  ).action(async (paths: readonly string[], options: VerbOptions) => publish(cli, paths, true, options));
  addVerb(program, 'unpublish <path...>', 'stop publishing a file', 'u1file unpublish testing/a.txt').action(
    async (paths: readonly string[], options: VerbOptions) => publish(cli, paths, false, options),
  );
}

async function remove(cli: Cli, paths: readonly string[], options: VerbOptions): Promise<void> {
  await withCloud(cli, options, async (cloud) =>
    forEach(cli, paths, async (path) => {
      const location = notVolume(remoteFile(path, cloud));
      await cloud.store.remove(location, { signal: cli.signal });
    }),
  );
}

async function makeFolders(cli: Cli, paths: readonly string[], options: VerbOptions): Promise<void> {
  await withCloud(cli, options, async (cloud) =>
    forEach(cli, paths, async (path) => {
      const location = notVolume(remoteFile(path, cloud));
      const entry = await cloud.store.makeFolder(location, { signal: cli.signal });
      if (entry.kind === 'file') throw new AppError('name-taken', `${path} is a file`, { hint: 'choose another name' });
      if (options.json) cli.output.json(entryJson(entry, location));
    }),
  );
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

async function publish(cli: Cli, paths: readonly string[], isPublic: boolean, options: VerbOptions): Promise<void> {
  await withCloud(cli, options, async (cloud) =>
    forEach(cli, paths, async (path) => publishOne(cli, cloud, { path, isPublic, asJson: options.json === true })),
  );
}

async function publishOne(
  cli: Cli,
  cloud: Cloud,
  { path, isPublic, asJson }: { readonly path: string; readonly isPublic: boolean; readonly asJson: boolean },
): Promise<void> {
  const location = remoteFile(path, cloud);
  if (cloud.store.publish === undefined) throw new AppError('unsupported', 'this cloud publishes nothing');
  const entry = await cloud.store.publish(location, isPublic, { signal: cli.signal });
  if (asJson) cli.output.json(entryJson(entry, location));
  else if (entry.publicUrl !== null) cli.output.line(entry.publicUrl);
}

function notVolume(location: CloudLocation): CloudLocation {
  if (!isWholeVolume(location)) return location;
  throw new AppError('usage', `${location.volume ?? ''} is a volume`, {
    hint: 'volumes are made by create-volume and deleted by delete-volume',
  });
}
