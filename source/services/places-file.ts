import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { NO_PLACES, type Places, type PlacesChange } from '../domain/places.ts';
import { withFileLock } from './file-lock.ts';
import { locationSchema } from './location-schema.ts';
import { makePrivateFolder, writePrivateFile } from './private-files.ts';

const placesSchema = v.object({
  version: v.literal(1),
  bookmarks: v.array(v.object({ name: v.string(), location: locationSchema })),
  recent: v.array(locationSchema),
});

/** What was read; a file that is none is put aside, and `problem` says where. */
export interface PlacesRead {
  readonly places: Places;
  readonly problem: string | null;
}

/** The bookmarks and recent folders in `places.json` of this folder; none where there is no such file. */
export async function readPlaces(folder: string): Promise<PlacesRead> {
  const file = join(folder, 'places.json');
  const text = await readIfThere(file);
  if (text === null) return { places: NO_PLACES, problem: null };
  const places = parse(text);
  if (places !== null) return { places, problem: null };
  return withFileLock(file, async () => readOrPutAside(file));
}

/** Only under the lock: what is broken now may be written anew by another program in the next moment. */
async function readOrPutAside(file: string): Promise<PlacesRead> {
  const text = await readIfThere(file);
  if (text === null) return { places: NO_PLACES, problem: null };
  const places = parse(text);
  if (places !== null) return { places, problem: null };
  const aside = `${file}.broken-${Date.now()}`;
  await rename(file, aside);
  return { places: NO_PLACES, problem: `The bookmarks could not be read and were put aside as ${aside}` };
}

/** Makes the change on what the file holds now, whatever other programs wrote into it, and answers what it holds then. */
export async function changePlaces(folder: string, change: PlacesChange): Promise<PlacesRead> {
  await makePrivateFolder(folder);
  const file = join(folder, 'places.json');
  return withFileLock(file, async () => {
    const { places: before, problem } = await readOrPutAside(file);
    const places = change(before);
    if (places !== before) await writePrivateFile(file, `${JSON.stringify({ version: 1, ...places }, null, 2)}\n`);
    return { places, problem };
  });
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
}

function parse(text: string): Places | null {
  try {
    const result = v.safeParse(placesSchema, JSON.parse(text));
    return result.success ? { bookmarks: result.output.bookmarks, recent: result.output.recent } : null;
  } catch {
    return null;
  }
}
