import type { Command } from 'commander';
import { formatBytes, formatTime } from '../../domain/format.ts';
import type { Entry } from '../../domain/entry.ts';
import { childOf, cloudLocation, toPlainPath, type Location } from '../../domain/location.ts';
import { naturalKey } from '../../state/sort.ts';
import { addVerb, withBriefCloud, type BriefCli, type VerbOptions } from '../cli.ts';
import { entryJson, entryLines } from '../entry-words.ts';
import { remotePath } from '../remote-path.ts';

interface ListOptions extends VerbOptions {
  readonly long?: true;
  readonly all?: true;
}

/** `list`, `query` and `public`. */
export function addReadingVerbs(program: Command, cli: BriefCli): void {
  addVerb(program, 'list [path]', 'list a folder of the cloud', 'u1file list testing')
    .alias('ls')
    .option('-l, --long', 'with size and time')
    .option('-a, --all', 'with hidden entries too')
    .action(async (path: string | undefined, options: ListOptions) => list(cli, path, options));
  addVerb(program, 'query <path>', 'show what is known of an entry', 'u1file query testing/u1file.py')
    .alias('stat')
    .action(async (path: string, options: VerbOptions) => query(cli, path, options));
  addVerb(program, 'public', 'list everything that anyone can read, with its address', 'u1file public').action(
    async (options: VerbOptions) => listPublic(cli, options),
  );
}

async function listPublic(cli: BriefCli, options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    const root = cloudLocation(cloud.accountId, null);
    for (const { location, entry } of (await cloud.store.publicFiles?.(root, { signal: cli.signal })) ?? []) {
      if (options.json) cli.output.json(entryJson(entry, location));
      else cli.output.line(`${toPlainPath(location)}  ${entry.publicUrl ?? ''}`);
    }
  });
}

async function list(cli: BriefCli, path: string | undefined, options: ListOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    const folder = remotePath(path, cloud);
    const entries: Entry[] = [];
    for await (const batch of cloud.store.list(folder, { signal: cli.signal })) entries.push(...batch);
    const shown = entries.filter(({ name }) => options.all === true || !name.startsWith('.'));
    for (const entry of shown.sort(byName)) printEntry(cli, folder, entry, options);
  });
}

async function query(cli: BriefCli, path: string, options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    const location = remotePath(path, cloud);
    const entry = await cloud.store.stat(location, { signal: cli.signal });
    if (options.json) cli.output.json(entryJson(entry, location));
    else for (const line of entryLines(entry, location)) cli.output.line(line);
  });
}

function printEntry(cli: BriefCli, folder: Location, entry: Entry, { json, long }: ListOptions): void {
  if (json) {
    cli.output.json(entryJson(entry, childOf(folder, entry.name)));
    return;
  }
  const name = entry.kind === 'folder' ? `${entry.name}/` : entry.name;
  cli.output.line(long ? `${sizeColumn(entry)}  ${timeColumn(entry)}  ${name}` : name);
}

function sizeColumn({ size }: Entry): string {
  return (size === null ? '' : formatBytes(size)).padStart(9);
}

function timeColumn({ modifiedAt }: Entry): string {
  return (modifiedAt === null ? '' : formatTime(modifiedAt, Date.now())).padEnd(12);
}

function byName(a: Entry, b: Entry): number {
  return naturalKey(a.name) < naturalKey(b.name) ? -1 : 1;
}
