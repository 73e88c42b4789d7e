import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../../source/domain/app-error.ts';
import { rowsOf } from '../../../source/server/metadata/copy-rows.ts';
import type { Metadata, RowBatch } from '../../../source/server/metadata/metadata.ts';
import { openSqlite } from '../../../source/server/metadata/sqlite/open.ts';
import { first, run } from '../../../source/server/metadata/work.ts';
import type { Tx, Work } from '../../../source/server/metadata/work.ts';
import { addAccount } from '../../../source/server/rules/accounts/accounts.ts';
import { noteAttempt } from '../../../source/server/rules/accounts/attempts.ts';
import { nextGeneration } from '../../../source/server/rules/generations.ts';
import { putNode } from '../../../source/server/rules/nodes/put.ts';
import { listVolumes, makeVolume } from '../../../source/server/rules/volumes.ts';
import { temporaryFolder } from '../helpers.ts';

async function collect(batches: AsyncIterable<RowBatch>): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for await (const { table, rows } of batches) (tables[table] ??= []).push(...rows);
  return tables;
}

/** Opens the same data as often as it is called within a test. */
export type OpenMetadata = () => Promise<Metadata>;

/** What every place of metadata has to do. `create` makes a new empty one. */
export function describeMetadata(name: string, create: () => Promise<OpenMetadata>): void {
  const openOne = async (open: OpenMetadata): Promise<Metadata> => {
    const metadata = await open();
    onTestFinished(() => metadata.close());
    return metadata;
  };
  const withAccount = async (): Promise<{ metadata: Metadata; open: OpenMetadata; accountId: number }> => {
    const open = await create();
    const metadata = await openOne(open);
    const { id } = await metadata.write((tx) => addAccount(tx, { email: 'ted@example.org', password: null }));
    return { metadata, open, accountId: id };
  };
  const paths = (metadata: Pick<Metadata, 'read'>, accountId: number) =>
    metadata.read(function* (tx) {
      return (yield* listVolumes(tx, accountId)).map(({ path }) => path);
    });

  test(`${name}: what was written is read, here and by others`, async () => {
    const { metadata, open, accountId } = await withAccount();
    const other = await openOne(open);
    await metadata.write((tx) => makeVolume(tx, accountId, 'x'));
    expect(await paths(metadata, accountId)).toEqual(['Ubuntu One', 'x']);
    expect(await paths(other, accountId)).toEqual(['Ubuntu One', 'x']);
    const volume = (path: string) =>
      other.readOne(({ db }) => db.selectFrom('volume').selectAll().where('path', '=', path));
    expect(await volume('x')).toMatchObject({ account_id: accountId, path: 'x' });
    expect(await volume('y')).toBeNull();
    await expect(other.readOne(({ db }) => db.selectFrom('nothing' as never).selectAll())).rejects.toThrow();
    expect(await volume('x')).not.toBeNull();
  });

  test(`${name}: what throws leaves nothing, and those beside it alone`, async () => {
    const { metadata, accountId } = await withAccount();
    function* failing(tx: Tx): Work<never> {
      yield* makeVolume(tx, accountId, 'half');
      throw new AppError('permission-denied', 'no');
    }
    const results = await Promise.allSettled([
      metadata.write((tx) => makeVolume(tx, accountId, 'a')),
      metadata.write(failing),
      metadata.write((tx) => makeVolume(tx, accountId, 'b')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await paths(metadata, accountId)).toEqual(['Ubuntu One', 'a', 'b']);
  });

  test(`${name}: a failure of a query reaches the work, which may go on`, async () => {
    const { metadata, accountId } = await withAccount();
    const outcome = await metadata.write(function* (tx) {
      try {
        yield* run(tx.db.insertInto('volume').values({ id: 'x' } as never));
        return 'inserted';
      } catch {
        yield* makeVolume(tx, accountId, 'after');
        return 'caught';
      }
    });
    expect(outcome).toBe('caught');
    expect(await paths(metadata, accountId)).toContain('after');
  });

  test(`${name}: generations never repeat, however many write`, async () => {
    const { metadata, open, accountId } = await withAccount();
    const others = [metadata, await openOne(open), await openOne(open)];
    const { id } = await metadata.write((tx) => makeVolume(tx, accountId, 'x'));
    const each = Array.from({ length: 60 }, (_, index) => others[index % others.length] ?? metadata);
    const generations = await Promise.all(each.map((one) => one.write((tx) => nextGeneration(tx, id))));
    expect(generations.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  test(`${name}: a snapshot sees one state, whatever is written meanwhile`, async () => {
    const { metadata, accountId } = await withAccount();
    const snapshot = await metadata.openSnapshot();
    expect(await paths(snapshot, accountId)).toEqual(['Ubuntu One']);
    await metadata.write((tx) => makeVolume(tx, accountId, 'later'));
    expect(await paths(snapshot, accountId)).toEqual(['Ubuntu One']);
    await snapshot.close();
    expect(await paths(metadata, accountId)).toEqual(['Ubuntu One', 'later']);
  });

  test(`${name}: who decides by what was read locks it, and no two decide at once`, async () => {
    const { metadata, open } = await withAccount();
    const others = [metadata, await openOne(open), await openOne(open)];
    const who = { email: 'ted@example.org', address: '' };
    const each = Array.from({ length: 30 }, (_, index) => others[index % others.length] ?? metadata);
    const tries = await Promise.allSettled(each.map((one) => one.write((tx) => noteAttempt(tx, who, 5))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });

  test(`${name}: what is frozen does not change, is read all the same, and thaws`, async () => {
    const { metadata, open, accountId } = await withAccount();
    const other = await openOne(open);
    const hold = await other.freeze();
    expect(hold.isHeld()).toBe(true);
    for (const one of [metadata, other])
      await expect(one.write((tx) => makeVolume(tx, accountId, 'x'))).rejects.toMatchObject({
        code: 'busy',
        retryAfter: 30,
      });
    expect(await paths(metadata, accountId)).toEqual(['Ubuntu One']);
    await hold.release();
    expect(hold.isHeld()).toBe(false);
    await metadata.write((tx) => makeVolume(tx, accountId, 'x'));
    expect(await paths(metadata, accountId)).toEqual(['Ubuntu One', 'x']);
  });

  test(`${name}: one at a time may sweep`, async () => {
    const { metadata, open } = await withAccount();
    const other = await openOne(open);
    const hold = await metadata.tryHold();
    expect([hold?.isHeld(), await other.tryHold(), await metadata.tryHold()]).toEqual([true, null, null]);
    await hold?.release();
    const next = await other.tryHold();
    expect(next?.isHeld()).toBe(true);
    await next?.release();
  });

  test(`${name}: rows move to other metadata as they are, by hand or to a file`, async () => {
    const { metadata, accountId } = await withAccount();
    const wish = { kind: 'file', path: null, isPublic: null, hash: null, magicHash: null };
    for (let count = 0; count < 600; count += 1)
      await metadata.write((tx) => putNode(tx, accountId, `Ubuntu One/d${count % 9}/f${count}`, wish));
    // Now a child comes before its parent.
    await metadata.write((tx) => putNode(tx, accountId, 'Ubuntu One/d1', { ...wish, path: '/d2/moved' }));
    const target = await openOne(await create());
    const snapshot = await metadata.openSnapshot();
    await target.load(rowsOf(snapshot));
    const rows = await collect(rowsOf(snapshot));
    expect(rows['node']).toHaveLength(610);
    expect(await collect(rowsOf(target))).toEqual(rows);
    await snapshot.close();
    const file = join(await temporaryFolder(), 'copy.sqlite');
    await metadata.copyTo(file);
    const copy = await openOne(async () => openSqlite({ file }));
    expect(await collect(rowsOf(copy))).toEqual(rows);
    const late = await target.write((tx) => addAccount(tx, { email: 'late@example.org', password: null }));
    expect(late.id).toBeGreaterThan(accountId);
    await expect(target.load(rowsOf(metadata))).rejects.toThrow();
  });

  test(`${name}: filled-in queries take each value in its place`, async () => {
    const { metadata } = await withAccount();
    const oops = (db: Tx['db'], row: { id: string; at: number; summary: string; stack: string }) =>
      db.insertInto('oops').values(row);
    const byAge = (db: Tx['db'], at: number, id: string) =>
      db.selectFrom('oops').selectAll().where('at', '>', at).where('id', '=', id);
    for (const id of ['a', 'b'])
      await metadata.write((tx) => run(tx.fill(oops, { id, at: 5, summary: `s${id}`, stack: '' })));
    expect(await metadata.read((tx) => first(tx.fill(byAge, 4, 'b')))).toMatchObject({ summary: 'sb' });
    expect(await metadata.read((tx) => first(tx.fill(byAge, 5, 'b')))).toBeNull();
    expect(await metadata.read((tx) => first(tx.fill(byAge, 1, 'a')))).toMatchObject({ summary: 'sa' });
  });
}
