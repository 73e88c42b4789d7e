import { AppError } from '../../domain/app-error.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { rowsOf } from '../metadata/copy-rows.ts';
import type { Hold, Metadata } from '../metadata/metadata.ts';
import { first } from '../metadata/work.ts';
import { copyBlob, nextHashes, PAGE } from './backup.ts';
import type { CopyReport } from './backup.ts';
import { checkAll } from './check.ts';

interface Moved {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
}

/** Contents that are copied at a time. */
const AT_ONCE = 4;

/**
 * Moves everything to places that hold nothing yet, whatever kinds they are. Meanwhile the data takes no changes, and none
 * afterwards, so that none is lost to who has not gone along. Contents come first; a move that breaks off is simply begun
 * again and copies what is missing. In the end all of it is read and compared with its hashes there. Rejects with
 * `name-taken` where there is data already.
 */
export async function moveData(from: Moved, to: Moved): Promise<CopyReport> {
  await checkTarget(to.metadata);
  const hold = await from.metadata.freeze();
  try {
    const report = await copyContents(from, to, hold);
    // It takes long, and what breaks off before there are rows is begun again: so it comes before them.
    refuse((await checkAll({ metadata: from.metadata, blobs: to.blobs })).problems);
    await to.metadata.load(rowsOf(from.metadata));
    refuse((await checkAll(to, { readsBlobs: false })).problems);
    if (!hold.isHeld()) throw lost();
    await from.metadata.setMoved(true);
    return report;
  } finally {
    await hold.release();
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0)
    throw new AppError('integrity', `What arrived is not what was sent: ${problems.slice(0, 3).join(' ')}`);
}

async function checkTarget(metadata: Metadata): Promise<void> {
  if ((await metadata.read((tx) => first(tx.db.selectFrom('account').select('id').limit(1)))) === null) return;
  throw new AppError('name-taken', 'There is data already where this should go.', {
    hint: 'Name an empty folder or database',
  });
}

async function copyContents(from: Moved, to: Moved, hold: Hold): Promise<CopyReport> {
  let [blobs, kept] = [0, 0];
  for (let after: string | null = ''; after !== null;) {
    const last: string = after;
    const page = await from.metadata.read((tx) => nextHashes(tx, last));
    const isLast = page.length < PAGE;
    after = isLast ? null : (page.at(-1)?.hash ?? null);
    const waiting = page.filter(({ content }) => content === null);
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (!hold.isHeld()) throw lost();
        blobs += 1;
        if ((await to.blobs.sizeOf(next.hash)) === next.size) kept += 1;
        else await copyBlob(from.blobs, to.blobs, next.hash);
      }
    });
    await Promise.all(lanes);
  }
  return { blobs, kept };
}

function lost(): AppError {
  return new AppError('busy', 'The data could not be kept from changing; begin again.');
}
