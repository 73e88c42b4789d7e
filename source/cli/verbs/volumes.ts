import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { cloudLocation, DEFAULT_VOLUME } from '../../domain/location.ts';
import { addVerb, withBriefCloud, type BriefCli, type VerbOptions } from '../cli.ts';
import { entryJson } from '../entry-words.ts';
import { volumeEntries } from '../remote-path.ts';

/** `volumes`, `create-volume` and `delete-volume`. */
export function addVolumeVerbs(program: Command, cli: BriefCli): void {
  addVerb(program, 'volumes', 'list the volumes', 'u1file volumes').action(async (options: VerbOptions) =>
    listVolumes(cli, options),
  );
  addVerb(
    program,
    'create-volume <name>',
    'make a volume; one that is there already is no error',
    'u1file create-volume testing',
  ).action(async (name: string, options: VerbOptions) => createVolume(cli, name, options));
  addVerb(
    program,
    'delete-volume <name>',
    'delete a volume and everything in it',
    'u1file delete-volume testing',
  ).action(async (name: string, options: VerbOptions) => deleteVolume(cli, name, options));
}

async function listVolumes(cli: BriefCli, options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    for (const entry of await volumeEntries(cloud, { signal: cli.signal })) {
      if (options.json) cli.output.json(entryJson(entry, cloudLocation(cloud.accountId, entry.name)));
      else cli.output.line(entry.name);
    }
  });
}

async function createVolume(cli: BriefCli, name: string, options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    const location = cloudLocation(cloud.accountId, volumeName(name));
    const entry = await cloud.store.makeFolder(location, { signal: cli.signal });
    if (options.json) cli.output.json(entryJson(entry, location));
  });
}

async function deleteVolume(cli: BriefCli, name: string, options: VerbOptions): Promise<void> {
  await withBriefCloud(cli, options, async (cloud) => {
    const volume = volumeName(name);
    if (volume === DEFAULT_VOLUME) {
      throw new AppError('permission-denied', `${DEFAULT_VOLUME} is every account's own volume and stays`);
    }
    await cloud.store.remove(cloudLocation(cloud.accountId, volume), { signal: cli.signal });
  });
}

/** The volume's name as locations hold it: without `~/` before it and slashes around it. */
function volumeName(text: string): string {
  const name = text.replace(/^~?\/+/, '').replace(/\/+$/, '');
  if (name === '') throw new AppError('usage', 'a volume needs a name', { hint: 'for example: testing' });
  return name;
}
