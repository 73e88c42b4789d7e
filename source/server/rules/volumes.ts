import { sql } from 'kysely';
import { AppError } from '../../domain/app-error.ts';
import { DEFAULT_VOLUME } from '../../domain/location.ts';
import { bit } from '../metadata/bit.ts';
import type { VolumeRow } from '../metadata/schema.ts';
import { all, first, run } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';
import { nextGeneration } from './generations.ts';
import { checkPath } from './names.ts';
import { newVolume } from './new-volume.ts';
import { takeRoom } from './quota.ts';

/** All live volumes, the root volume first, then by path (protocol §2.2). */
export function* listVolumes({ db }: Tx, accountId: number): Work<VolumeRow[]> {
  return yield* all(
    db
      .selectFrom('volume')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('is_live', '=', bit(1))
      .orderBy('type')
      .orderBy('path'),
  );
}

/** The live volume of exactly this path (without `~/`); `not-found` when there is none. */
export function* findVolume({ fill }: Tx, accountId: number, path: string): Work<VolumeRow> {
  const row = yield* first(fill(volumeByPath, accountId, path));
  if (row === null) throw new AppError('not-found', 'The volume does not exist.');
  return row;
}

/** A path with its volume, and what is left of it: the names below. */
export interface PlaceInVolume {
  readonly volume: VolumeRow;
  readonly names: readonly string[];
}

/**
 * Splits a path that begins with a volume's. Volumes cannot nest, so at most one fits (protocol §1.4). `not-found` when
 * there is no such volume: it is never made by the way.
 */
export function* findPlace(tx: Tx, accountId: number, path: string): Work<PlaceInVolume> {
  checkPath(path);
  const volume = yield* volumeAround(tx, accountId, path);
  if (volume === null) throw new AppError('not-found', 'The volume does not exist.');
  const below = path.slice(volume.path.length + 1);
  return { volume, names: below === '' ? [] : below.split('/') };
}

/** The volume of this path, made where it is not there yet; asking twice is no error (protocol §2.3). */
export function* makeVolume(tx: Tx, accountId: number, path: string): Work<VolumeRow> {
  checkPath(path);
  const there = yield* first(liveVolumes(tx.db, accountId).where('path', '=', path));
  if (there !== null) return there;
  const nests = yield* first(
    liveVolumes(tx.db, accountId).where((e) =>
      e.or([isBelow(e.ref('path'), e.val(path)), isBelow(e.val(path), e.ref('path'))]),
    ),
  );
  if (nests !== null) throw new AppError('permission-denied', 'UDFs can not be nested.');
  return yield* insertVolume(tx, accountId, { path, type: 'udf' });
}

/** The volume that every account has and cannot lose. */
export function* makeRootVolume(tx: Tx, accountId: number): Work<VolumeRow> {
  return yield* insertVolume(tx, accountId, { path: DEFAULT_VOLUME, type: 'root' });
}

/** Removes a volume with everything in it and gives its room back. */
export function* removeVolume(tx: Tx, accountId: number, path: string): Work<void> {
  const volume = yield* findVolume(tx, accountId, path);
  if (volume.type === 'root') throw new AppError('permission-denied', 'The root volume can not be deleted.');
  const { db } = tx;
  const used = yield* first(
    db
      .selectFrom('node')
      .select((e) => e.fn.coalesce(e.fn.sum<number>('size'), e.val(0)).as('bytes'))
      .where('volume_id', '=', volume.id)
      .where('is_live', '=', bit(1)),
  );
  yield* nextGeneration(tx, volume.id);
  yield* run(db.updateTable('volume').set({ is_live: 0, died_at: tx.now }).where('id', '=', volume.id));
  yield* takeRoom(tx, accountId, -(used?.bytes ?? 0));
}

function liveVolumes(db: Tx['db'], accountId: number) {
  return db.selectFrom('volume').selectAll().where('account_id', '=', accountId).where('is_live', '=', bit(1));
}

function volumeByPath(db: Tx['db'], accountId: number, path: string) {
  return liveVolumes(db, accountId).where('path', '=', path);
}

function* volumeAround({ db, fill }: Tx, accountId: number, path: string): Work<VolumeRow | null> {
  // Nearly every volume is one name, and those an index finds.
  const [name = ''] = path.split('/');
  const short = yield* first(fill(volumeByPath, accountId, name));
  if (short !== null || name === path) return short;
  return yield* first(
    liveVolumes(db, accountId).where((e) => e.or([e('path', '=', path), isBelow(e.val(path), e.ref('path'))])),
  );
}

/** True in SQL when `inner` lies below `outer`, byte by byte: LIKE would heed case and wildcards. */
function isBelow(inner: unknown, outer: unknown) {
  return sql<boolean>`substr(${inner}, 1, length(${outer}) + 1) = ${outer} || '/'`;
}

function* insertVolume(
  { db, now, newId }: Tx,
  accountId: number,
  { path, type }: Pick<VolumeRow, 'path' | 'type'>,
): Work<VolumeRow> {
  const { volume, top } = newVolume({ accountId, path, type, now }, newId);
  yield* run(db.insertInto('volume').values(volume));
  yield* run(db.insertInto('node').values(top));
  return volume;
}
