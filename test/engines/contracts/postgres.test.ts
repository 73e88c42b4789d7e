import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { isLostConnection } from '../../../source/server/metadata/postgres/errors.ts';
import { openPostgres } from '../../../source/server/metadata/postgres/open.ts';
import { first } from '../../../source/server/metadata/work.ts';
import { findOops, recordOops } from '../../../source/server/rules/oopses.ts';
import { describeMetadata } from '../../server/contracts/metadata.ts';
import { ask, newDatabase } from '../databases.ts';

describeMetadata('postgres', async () => {
  const url = await newDatabase();
  return () => openPostgres({ url, connections: 4 });
});

test('postgres: a lock that can not be had fails the transaction, also where nothing comes after it', async () => {
  const url = await newDatabase();
  const metadata = await openPostgres({ url, patience: 300 });
  onTestFinished(() => metadata.close());
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("SELECT pg_advisory_lock(hashtextextended('x', 0))");
  void released.then(() => client.end());
  const write = metadata.write(function* (tx) {
    yield* recordOops(tx, { id: 'a', summary: '', stack: '' });
    yield* tx.lock('x');
  });
  await expect(write).rejects.toMatchObject({ code: 'busy' });
  release();
  expect(await metadata.read((tx) => findOops(tx, 'a'))).toBeNull();
});

test.each(['EPIPE', 'ECONNRESET', '57P01', '08006', '25006'])('postgres: %s is a connection of no use', (code) => {
  expect(isLostConnection(Object.assign(new Error('gone'), { code }))).toBe(true);
});

test('postgres: of several servers that start at once on a new database one makes the tables', async () => {
  const url = await newDatabase();
  const opened = await Promise.all(Array.from({ length: 6 }, () => openPostgres({ url, connections: 2 })));
  const counts = opened.map((one) => one.read((tx) => first(tx.db.selectFrom('account').selectAll())));
  expect(await Promise.all(counts)).toEqual(opened.map(() => null));
  await Promise.all(opened.map((one) => one.close()));
});

test('postgres: data of a newer program is refused in words', async () => {
  const url = await newDatabase();
  await (await openPostgres({ url })).close();
  await ask(url, 'UPDATE schema_version SET steps = 999');
  await expect(openPostgres({ url })).rejects.toThrow('The data was written by a newer u1file.');
});
