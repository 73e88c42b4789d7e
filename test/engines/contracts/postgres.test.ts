import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from '../../../scripts/engines/daemon.ts';
import { isLostConnection } from '../../../source/server/metadata/postgres/errors.ts';
import { openPostgres } from '../../../source/server/metadata/postgres/open.ts';
import { STEPS } from '../../../source/server/metadata/postgres/tables.ts';
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

test('postgres: of several servers that start at once on tables of an older one, one brings them up to date', async () => {
  const url = await newDatabase();
  await ask(url, STEPS[0] ?? '');
  await ask(url, 'CREATE TABLE schema_version (steps INTEGER NOT NULL)');
  await ask(url, 'INSERT INTO schema_version VALUES (1)');
  const opened = await Promise.all(Array.from({ length: 6 }, () => openPostgres({ url, connections: 2 })));
  await Promise.all(opened.map((one) => one.close()));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const version = await client.query('SELECT steps FROM schema_version');
  const settings = await client.query("SELECT reloptions FROM pg_class WHERE relname = 'node'");
  await client.end();
  expect([version.rows, settings.rows]).toEqual([[{ steps: STEPS.length }], [{ reloptions: ['fillfactor=90'] }]]);
});

test('postgres: what is wrong with its address is said in words', async () => {
  const url = inject('postgres');
  const open = async (other: string) => await (await openPostgres({ url: other })).close();
  const password = expect.stringContaining('the user or the password');
  await expect(open(url.replace('secret', 'guess'))).rejects.toMatchObject({ code: 'usage', message: password });
  const name = expect.stringContaining('no database of that name');
  await expect(open(url.replace(/postgres$/, 'nothing'))).rejects.toMatchObject({ code: 'usage', message: name });
  const address = url.replace(/@[^/]+/, `@127.0.0.1:${await freePort()}`);
  await expect(open(address)).rejects.toMatchObject({ code: 'busy', message: 'PostgreSQL does not answer.' });
});

test('postgres: data of a newer program is refused in words', async () => {
  const url = await newDatabase();
  await (await openPostgres({ url })).close();
  await ask(url, 'UPDATE schema_version SET steps = 999');
  await expect(openPostgres({ url })).rejects.toThrow('The data was written by a newer u1file.');
});
