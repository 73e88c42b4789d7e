import { constants } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExpressionBuilder } from 'kysely';
import { AppError } from '../../domain/app-error.ts';
import { openDiskBlobs } from '../blobs/disk.ts';
import { syncDirectory } from '../blobs/disk-layout.ts';
import type { Blobs } from '../blobs/blobs.ts';
import { checkInline } from '../contents/read.ts';
import { BLOBS } from '../data-directory.ts';
import { DATABASE } from '../database-file.ts';
import type { Stores } from '../data-directory.ts';
import { openSqlite } from '../metadata/sqlite/open.ts';
import type { BlobRow, Schema } from '../metadata/schema.ts';
import { all, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { makePrivateFolder } from '../private-folder.ts';

/** What a copy is made of. */
export interface CopyReport {
  readonly blobs: number;
  /** Those among them that were there from an earlier copy. */
  readonly kept: number;
}

export const PAGE = 500;
/** Files besides the database and the contents that belong to the data. */
const COMPANIONS = ['embedded-account.json', 'tls-cert.pem', 'tls-key.pem'];

/**
 * Copies a server's data, which may be running, to a folder. The database is copied first and put in place last: content
 * that it names is never missing, and a copy that breaks off leaves the one before as it was. Content that is there
 * already is not copied again; what is copied is checked against its hash.
 */
export async function copyData(
  from: Stores & { readonly folder: string | undefined },
  to: string,
): Promise<CopyReport> {
  await makePrivateFolder(to);
  const aside = join(to, `${DATABASE}.new`);
  await rm(aside, { force: true });
  await from.metadata.copyTo(aside);
  const blobs = await openDiskBlobs(join(to, BLOBS));
  const report = await copyBlobs(from.blobs, blobs, aside);
  const { folder } = from;
  if (folder !== undefined) for (const name of COMPANIONS) await copyIfThere(join(folder, name), join(to, name));
  for (const tail of ['-wal', '-shm']) await rm(join(to, DATABASE + tail), { force: true });
  await rename(aside, join(to, DATABASE));
  await syncDirectory(to);
  return report;
}

/** Copies a backup to a folder that holds no data yet; rejects with `name-taken` when it does. */
export async function checkEmpty(folder: string): Promise<void> {
  if (await isThere(join(folder, DATABASE)))
    throw new AppError('name-taken', `There is data in ${folder} already.`, { hint: 'Restore into an empty folder' });
}

/** Rejects with `not-found` when the folder holds no data. */
export async function checkData(folder: string): Promise<void> {
  if (!(await isThere(join(folder, DATABASE)))) throw new AppError('not-found', `There is no data in ${folder}.`);
}

async function copyBlobs(from: Blobs, to: Blobs, database: string): Promise<CopyReport> {
  const snapshot = openSqlite({ file: database });
  let [blobs, kept] = [0, 0];
  try {
    await snapshot.write(forgetUnneeded);
    for (let after: string | null = ''; after !== null;) {
      const page = await snapshot.read((tx) => nextHashes(tx, after ?? ''));
      for (const { hash, size, content } of page) {
        // What is kept in its row has come along with the database.
        if (content !== null) checkInline(hash, content);
        else if ((await to.sizeOf(hash)) === size) kept += 1;
        else await copyBlob(from, to, hash);
        blobs += 1;
      }
      after = page.length < PAGE ? null : (page.at(-1)?.hash ?? null);
    }
  } finally {
    await snapshot.close();
  }
  for (const tail of ['-wal', '-shm']) await rm(database + tail, { force: true });
  return { blobs, kept };
}

/** Copies one content and makes sure that it is the same. */
export async function copyBlob(from: Blobs, to: Blobs, hash: string): Promise<void> {
  const received = await to.receive(toChunks(await from.read(hash)), { limit: Number.MAX_SAFE_INTEGER });
  if (received.hash === hash) return await received.keep();
  await received.drop();
  throw new Error(`the content ${hash} changed while it was copied`);
}

async function* toChunks(content: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (content instanceof Uint8Array) yield content;
  else yield* content;
}

/** Contents that some node needs. */
export function* nextHashes({ db }: Tx, after: string): Work<Pick<BlobRow, 'hash' | 'size' | 'content'>[]> {
  return yield* all(
    db
      .selectFrom('blob')
      .select(['hash', 'size', 'content'])
      .where('hash', '>', after)
      .where(isNeeded)
      .orderBy('hash')
      .limit(PAGE),
  );
}

/** Content that no node needs does not come along, so neither must the word that it is there: it could be asked for. */
function* forgetUnneeded({ db }: Tx): Work<number> {
  return yield* run(db.deleteFrom('blob').where((e) => e.not(isNeeded(e))));
}

function isNeeded(e: ExpressionBuilder<Schema, 'blob'>) {
  return e.exists(e.selectFrom('node').select('node.id').whereRef('node.hash', '=', 'blob.hash'));
}

async function copyIfThere(from: string, to: string): Promise<void> {
  if (await isThere(from)) await copyFile(from, to, constants.COPYFILE_FICLONE);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
