import { AppError, isAppError } from '../../domain/app-error.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { rowsOf } from '../metadata/copy-rows.ts';
import { checkRoom, identify, markArrived, markArriving, readMarks } from '../metadata/marks.ts';
import type { Hold, Metadata } from '../metadata/metadata.ts';
import type { BlobRow } from '../metadata/schema.ts';
import { copyBlob, nextHashes, PAGE } from './backup.ts';
import type { CopyReport } from './backup.ts';
import { checkAll, checkBlob } from './check.ts';

interface Moved {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
}

export interface MoveReport extends CopyReport {
  /** True where an earlier run had come to its end, perhaps without being able to say so. */
  readonly wasDone: boolean;
}

interface Moving {
  readonly from: Moved;
  readonly to: Moved;
  /** The id of the data that moves. */
  readonly source: string;
  readonly hold: Hold;
}

/** Contents that are copied at a time. */
const AT_ONCE = 4;

/**
 * Moves everything to places that hold nothing yet, whatever kinds they are. Meanwhile the data takes no changes, and none
 * afterwards, so that none is lost to who has not gone along.
 *
 * It may end at any point, and goes on when it is called again: the target is marked before anything comes to it, so that
 * nobody opens it; contents come next, and those that are there whole are not copied again; all rows come in one
 * transaction, with the word at the source that it was moved right before its end, and with the mark taken away in it.
 * Everything is read at its new place and compared with its hash before. Rejects with `name-taken` where there is other
 * data, with `integrity` where something is not what it should be.
 */
export async function moveData(from: Moved, to: Moved): Promise<MoveReport> {
  const source = await idOf(from.metadata);
  if (await isDone({ from, to, source })) return done();
  await to.metadata.read((tx) => checkRoom(tx, source));
  const hold = await from.metadata.freeze();
  try {
    // What was waited for may have been the same move.
    if (await isDone({ from, to, source })) return done();
    return await moveHolding({ from, to, source, hold });
  } finally {
    await hold.release();
  }
}

async function moveHolding(moving: Moving): Promise<MoveReport> {
  const { from, to, source } = moving;
  refuse('What is here has faults, so it stays', (await checkAll(from, { readsBlobs: false })).problems);
  if ((await to.metadata.read(readMarks)).arriving === null) await to.metadata.write((tx) => markArriving(tx, source));
  const report = await copyContents(moving);
  try {
    await moveRows(moving);
  } catch (error) {
    // The answer to the last step may have been lost, or a run that was killed in it has come to its end meanwhile.
    if (!(await isDone(moving).catch(() => false))) throw error;
  }
  return { ...report, wasDone: false };
}

async function moveRows({ from, to, source, hold }: Moving): Promise<void> {
  await to.metadata.load(rowsOf(from.metadata), {
    before: (within) => within((tx) => checkRoom(tx, source)),
    after: async (within) => {
      const { problems } = await checkAll({ metadata: { read: within }, blobs: to.blobs }, { readsBlobs: false });
      refuse('What arrived is not what was sent', problems);
      await from.metadata.setMoved(await within((tx) => markArrived(tx, source)));
      if (hold.isHeld()) return;
      await from.metadata.setMoved(null);
      throw lost();
    },
  });
}

async function idOf(metadata: Metadata): Promise<string> {
  return (await metadata.read(readMarks)).self ?? (await metadata.write(identify));
}

async function isDone({ from, to, source }: Pick<Moving, 'from' | 'to' | 'source'>): Promise<boolean> {
  const [here, there] = [await from.metadata.read(readMarks), await to.metadata.read(readMarks)];
  return here.moved !== null && here.moved === there.self && there.arrived === source;
}

function done(): MoveReport {
  return { blobs: 0, kept: 0, wasDone: true };
}

function refuse(what: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new AppError('integrity', `${what}: ${problems.slice(0, 3).join(' ')}`);
}

async function copyContents(moving: Moving): Promise<CopyReport> {
  let [blobs, kept] = [0, 0];
  for (let after: string | null = ''; after !== null;) {
    const last: string = after;
    const page = await moving.from.metadata.read((tx) => nextHashes(tx, last));
    after = page.length < PAGE ? null : (page.at(-1)?.hash ?? null);
    const waiting = page.filter(({ content }) => content === null);
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (!moving.hold.isHeld()) throw lost();
        blobs += 1;
        if (await copyContent(moving, next)) kept += 1;
      }
    });
    // Nothing is under way any more once one of them has failed.
    await Promise.allSettled(lanes);
    await Promise.all(lanes);
  }
  return { blobs, kept };
}

/** Answers whether it was there already. It is read there either way. */
async function copyContent({ from, to }: Moving, row: Pick<BlobRow, 'hash' | 'size' | 'content'>): Promise<boolean> {
  if ((await checkBlob(to.blobs, row)) === null) return true;
  try {
    await copyBlob(from.blobs, to.blobs, row.hash);
  } catch (error) {
    if (isAppError(error)) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new AppError('integrity', `The content ${row.hash} can not be read where it is: ${words}.`, {
      cause: error,
      hint: '"u1file admin check" tells of all that is wrong',
    });
  }
  const problem = await checkBlob(to.blobs, row);
  refuse('What arrived is not what was sent', problem === null ? [] : [problem]);
  return false;
}

function lost(): AppError {
  return new AppError('busy', 'The data could not be kept from changing; begin again.');
}
