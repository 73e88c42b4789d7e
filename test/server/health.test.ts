import { execFileSync } from 'node:child_process';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataDirectory } from '../../source/server/data-directory.ts';
import { send, startCloud, temporaryFolder } from './helpers.ts';
import { smallDisk } from './small-disk.ts';

async function startOn(dataDir: string) {
  const { client, server } = await startCloud({ dataDir, operations: { host: '127.0.0.1', port: 0 } });
  const health = async () => {
    const { status, json } = await send(server.operationsAddress ?? '', 'GET', '/healthz');
    return [status, json.status, json.metadata, json.blobs];
  };
  return { client, health };
}

const WELL = [200, 'ok', 'ok', 'ok'];
const failing = (why: string) => [503, 'failing', why, why];

test('a server whose folder is gone or another one says that it is not well, until it is back', async () => {
  const dataDir = join(await temporaryFolder(), 'data');
  const { health } = await startOn(dataDir);
  expect(await health()).toEqual(WELL);
  await rename(dataDir, `${dataDir}.aside`);
  expect(await health()).toEqual(failing('gone'));
  await (await openDataDirectory(dataDir)).close();
  expect(await health()).toEqual([503, 'failing', 'gone', 'ok']);
  await rm(dataDir, { recursive: true });
  await rename(`${dataDir}.aside`, dataDir);
  expect(await health()).toEqual(WELL);
});

test('a server that may not write says that it is not well', async ({ skip }) => {
  const dataDir = join(await temporaryFolder(), 'data');
  const { client, health } = await startOn(dataDir);
  if (process.getuid?.() === 0) {
    // Permissions do not hold root: the same folder is laid over itself, read-only.
    try {
      execFileSync('mount', ['--bind', dataDir, dataDir], { stdio: 'ignore' });
    } catch {
      return skip('nothing may be mounted here');
    }
    onTestFinished(() => void execFileSync('umount', ['-l', dataDir]));
    execFileSync('mount', ['-o', 'remount,bind,ro', dataDir]);
  } else for (const folder of [join(dataDir, 'blobs', 'incoming'), dataDir]) await chmod(folder, 0o500);
  expect(await health()).toEqual(failing('not writable'));
  expect((await client.api('GET', '')).status).toBe(200);
  if (process.getuid?.() === 0) execFileSync('mount', ['-o', 'remount,bind,rw', dataDir]);
  else for (const folder of [dataDir, join(dataDir, 'blobs', 'incoming')]) await chmod(folder, 0o700);
  expect(await health()).toEqual(WELL);
});

test('a server whose disk is full says that it is not well, until there is room', async ({ skip }) => {
  const disk = await smallDisk(4 * 2 ** 20);
  if (disk === null) return skip('only root may mount a disk');
  const { client, health } = await startOn(join(disk, 'data'));
  expect(await health()).toEqual(WELL);
  const filler = join(disk, 'filler');
  await expect(writeFile(filler, Buffer.alloc(8 * 2 ** 20))).rejects.toMatchObject({ code: 'ENOSPC' });
  expect(await health()).toEqual(failing('full'));
  await rm(filler);
  expect(await health()).toEqual(WELL);
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'x'.repeat(20_000) })).status).toBe(201);
});
