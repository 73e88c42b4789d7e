import { join } from 'node:path';
import type { RecalledListing } from '../domain/listing-memory.ts';
import type { CloudLocation } from '../domain/location.ts';
import { createListingMemory } from '../services/listing-memory.ts';
import { listingsFolder, type ProgramPaths } from '../services/paths.ts';

/**
 * Makes the embedded cloud where there is none yet, and answers its list of volumes, which is remembered as that of `root`: at the very
 * first start it is shown before there is a server to ask. Null where there is one already, or where it cannot be made: the server then
 * tells why.
 */
export async function firstListing(paths: ProgramPaths, root: CloudLocation): Promise<RecalledListing | null> {
  try {
    const [{ makeFirstCloud }, { makePrivateFolder }, { volumeEntry }] = await Promise.all([
      import('../server/first-cloud.ts'),
      import('../services/private-files.ts'),
      import('../services/remote/entries.ts'),
    ]);
    const dataDir = join(paths.data, 'cloud');
    await makePrivateFolder(dataDir);
    const now = Date.now();
    const made = await makeFirstCloud(dataDir, now);
    if (made === null) return null;
    const quota = { used: 0, total: made.maxBytes };
    const listing = { entries: made.volumes.map(volumeEntry), quota, seenAt: now };
    // Not waited for. Who leaves before the server has answered finds it at the next start.
    void createListingMemory(listingsFolder(paths)).keep(root, listing);
    return listing;
  } catch {
    return null;
  }
}
