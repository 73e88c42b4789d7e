import { readFileSync } from 'node:fs';
import { readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, EntryKind } from '../domain/entry.ts';
import type { Quota } from '../domain/file-store.ts';
import type { ListingMemory, RecalledListing } from '../domain/listing-memory.ts';
import type { CloudLocation } from '../domain/location.ts';
import { makePrivateFolder } from './private-files.ts';

/** Larger folders are not kept: a start must not wait for the disk, and a home not fill up. */
const MOST_ENTRIES = 2000;
/** Folders that are kept of one account; the one unused for longest goes first. */
const MOST_FOLDERS = 60;

/** A folder's file: columns would save little, rows are short. */
interface Kept {
  readonly version: 1;
  readonly volume: string | null;
  readonly path: string;
  readonly seenAt: number;
  readonly quota: Quota | null;
  readonly entries: readonly Row[];
}

type Row = readonly [
  name: string,
  kind: EntryKind,
  size: number | null,
  modifiedAt: number | null,
  hash: string | null,
  publicUrl: string | null,
  identity: string,
];

/**
 * Listings of cloud folders in files of this folder (0600 in 0700): one a folder, the folders of an account together. A file
 * that cannot be read, or is of another version, counts as none.
 */
export function createListingMemory(home: string): ListingMemory {
  const folderOf = (account: string): string => join(home, nameFor(account));
  const fileOf = (folder: CloudLocation): string =>
    join(folderOf(folder.account), `${nameFor(`${folder.volume ?? ''}\0${folder.path}`)}.json`);
  return {
    recall: (folder) => read(fileOf(folder), folder),
    async keep(folder, listing) {
      const file = fileOf(folder);
      try {
        if (listing.entries.length > MOST_ENTRIES) return await rm(file, { force: true });
        await makePrivateFolder(folderOf(folder.account));
        await writeAside(file, JSON.stringify(toKept(folder, listing)));
        await sweep(folderOf(folder.account));
      } catch {
        // A full disk or a read-only home: the next start waits for the answer instead.
      }
    },
    forget: async (account) => rm(folderOf(account), { recursive: true, force: true }),
  };
}

function read(file: string, folder: CloudLocation): RecalledListing | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept>;
    const isThis = kept.version === 1 && kept.volume === folder.volume && kept.path === folder.path;
    if (!isThis || !Array.isArray(kept.entries) || typeof kept.seenAt !== 'number') return null;
    return { entries: kept.entries.map(toEntry), quota: kept.quota ?? null, seenAt: kept.seenAt };
  } catch {
    return null;
  }
}

function toKept({ volume, path }: CloudLocation, { entries, quota, seenAt }: RecalledListing): Kept {
  return { version: 1, volume, path, seenAt, quota, entries: entries.map(toRow) };
}

function toRow({ name, kind, size, modifiedAt, hash, publicUrl, identity }: Entry): Row {
  return [name, kind, size, modifiedAt, hash, publicUrl, identity];
}

function toEntry([name, kind, size, modifiedAt, hash, publicUrl, identity]: Row): Entry {
  return { name, kind, size, modifiedAt, hash, publicUrl, identity };
}

/** Whole or not at all, and without a sync: what is lost in a crash is asked for again. */
async function writeAside(file: string, text: string): Promise<void> {
  const aside = `${file}.${process.pid}.tmp`;
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, file);
}

/** Removes what has not been seen for longest, beyond so many. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= MOST_FOLDERS) return;
  const aged = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0 })),
  );
  const old = aged.sort((a, b) => b.at - a.at).slice(MOST_FOLDERS);
  await Promise.all(old.map(async ({ name }) => unlink(join(folder, name)).catch(() => undefined)));
}

/**
 * A file name for any text: FNV-1a in two lanes. Not for secrets; the file says itself what it is of, so that two of one
 * name merely take each other's place. node:crypto would cost 4 ms of every start.
 */
function nameFor(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(text.length - 1 - at), 0x01000197);
  }
  return [low, high].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
