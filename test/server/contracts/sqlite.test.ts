import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openSqlite } from '../../../source/server/metadata/sqlite/open.ts';
import { temporaryFolder } from '../helpers.ts';
import { describeMetadata } from './metadata.ts';

describeMetadata('sqlite', async () => {
  const file = join(await temporaryFolder(), 'data.sqlite');
  return async () => openSqlite({ file });
});

test('sqlite: data of a newer program is refused in words', async () => {
  const file = join(await temporaryFolder(), 'data.sqlite');
  await openSqlite({ file }).close();
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 999');
  database.close();
  expect(() => openSqlite({ file })).toThrow('The data was written by a newer u1file.');
});
