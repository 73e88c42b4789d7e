import { expect, test } from 'vitest';
import { openPostgres } from '../../../source/server/metadata/postgres/open.ts';
import { first } from '../../../source/server/metadata/work.ts';
import { describeMetadata } from '../../server/contracts/metadata.ts';
import { ask, newDatabase } from '../databases.ts';

describeMetadata('postgres', async () => {
  const url = await newDatabase();
  return () => openPostgres({ url, connections: 4 });
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
