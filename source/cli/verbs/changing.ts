import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { isOfEmbeddedCloud } from '../../domain/public-file.ts';
import { addVerb, withBriefCloud, type BriefCli, type Cloud, type VerbOptions } from '../cli.ts';
import { entryJson } from '../entry-words.ts';
import { notVolume, remoteFile } from '../remote-path.ts';
import { forEach } from '../for-each.ts';

/** `delete`, `mkdir`, `publish` and `unpublish`. */
export function addChangingVerbs(program: Command, cli: BriefCli): void {
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
    'publish <path...>',
    'let anyone read a file, and print its address',
    'u1file publish testing/a.txt',
  ).action(async (paths: readonly string[], options: VerbOptions) => publish(cli, paths, true, options));
  addVerb(program, 'unpublish <path...>', 'stop publishing a file', 'u1file unpublish testing/a.txt').action(
    async (paths: readonly string[], options: VerbOptions) => publish(cli, paths, false, options),
  );
}

async function remove(cli: BriefCli, paths: readonly string[], options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) =>
    forEach(cli, paths, async (path) => {
      const location = notVolume(remoteFile(path, cloud));
      await cloud.store.remove(location, { signal: cli.signal });
    }),
  );
}

async function makeFolders(cli: BriefCli, paths: readonly string[], options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) =>
    forEach(cli, paths, async (path) => {
      const location = notVolume(remoteFile(path, cloud));
      const entry = await cloud.store.makeFolder(location, { signal: cli.signal });
      if (entry.kind === 'file') throw new AppError('name-taken', `${path} is a file`, { hint: 'choose another name' });
      if (options.json) cli.output.json(entryJson(entry, location));
    }),
  );
}

async function publish(
  cli: BriefCli,
  paths: readonly string[],
  isPublic: boolean,
  options: VerbOptions,
): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    const addresses: string[] = [];
    await forEach(cli, paths, async (path) => {
      const url = await publishOne(cli, cloud, { path, isPublic, asJson: options.json === true });
      if (url !== null) addresses.push(url);
    });
    if (addresses.some(isOfEmbeddedCloud) && options.quiet !== true)
      cli.output.note(
        'u1file: the embedded cloud answers nobody else: to share, sign in to a server ("u1file serve" runs one)',
      );
  });
}

async function publishOne(
  cli: BriefCli,
  cloud: Cloud,
  { path, isPublic, asJson }: { readonly path: string; readonly isPublic: boolean; readonly asJson: boolean },
): Promise<string | null> {
  const location = remoteFile(path, cloud);
  if (cloud.store.publish === undefined) throw new AppError('unsupported', 'this cloud publishes nothing');
  const entry = await cloud.store.publish(location, isPublic, { signal: cli.signal });
  if (asJson) cli.output.json(entryJson(entry, location));
  else if (entry.publicUrl !== null) cli.output.line(entry.publicUrl);
  return entry.publicUrl;
}
