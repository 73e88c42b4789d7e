import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
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

test('sqlite: a file that another program has just begun to write is waited for, also before it has a log', async () => {
  const file = join(await temporaryFolder(), 'data.sqlite');
  // It cannot be told when to let go, since opening holds this thread up.
  const holder = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const database = new (require('node:sqlite').DatabaseSync)(workerData);
     database.exec('BEGIN IMMEDIATE');
     parentPort.postMessage('held');
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
     database.exec('COMMIT');
     database.close();`,
    { eval: true, workerData: file },
  );
  await once(holder, 'message');
  await openSqlite({ file }).close();
  await holder.terminate();
});
