import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { startEmbeddedCloud } from '../../source/services/embedded-cloud.ts';
import type { EmbeddedCloud } from '../../source/services/embedded-cloud.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { listAll, sourceOf, readText } from '../contracts/fixtures.ts';

const WORKER = new URL('../../source/server/worker.ts', import.meta.url);

async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1-embedded-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Runs it where temporary files are in this folder. */
async function withTemporaryFiles(folder: string, act: () => Promise<void>): Promise<void> {
  vi.stubEnv('TMPDIR', folder);
  await act().finally(() => vi.unstubAllEnvs());
}

function storeOf({ account, socketPath }: EmbeddedCloud) {
  const client = createHttpClient({ bases: account.bases, credentials: account.credentials, socketPath });
  return { store: createRemoteStore(client), client };
}

test('two programs run it over the same data, behind sockets that nobody else reaches', async () => {
  const folder = await freshFolder();
  const options = { workerFile: WORKER, dataDir: join(folder, 'data', 'cloud'), runtimeDir: join(folder, 'run') };
  const first = await startEmbeddedCloud(options);
  const second = await startEmbeddedCloud(options);
  expect(first.account).toMatchObject({ id: 'embedded', credentials: second.account.credentials });
  expect(first.socketPath).not.toBe(second.socketPath);
  for (const path of [dirname(first.socketPath), options.dataDir]) {
    expect((await stat(path)).mode & 0o777).toBe(0o700);
  }
  const one = storeOf(first);
  const two = storeOf(second);
  const file = cloudLocation('embedded', 'Ubuntu One', '/a.txt');
  await one.store.write(file, sourceOf('hello'), { taken: 'refuse' });
  expect(await readText(two.store, file)).toBe('hello');
  await Promise.all([one.client.close(), two.client.close()]);
  await Promise.all([first.close(), second.close()]);
  expect(await readdir(join(folder, 'run'))).toEqual([]);

  const third = await startEmbeddedCloud(options);
  const three = storeOf(third);
  expect((await listAll(three.store, cloudLocation('embedded', 'Ubuntu One'))).map(({ name }) => name)).toEqual([
    'a.txt',
  ]);
  await three.client.close();
  await third.close();
});

describe('where the folder for sockets has too long a path, or there is none', () => {
  const start = async (folder: string, runtimeDir: string | null): Promise<EmbeddedCloud> =>
    startEmbeddedCloud({ workerFile: WORKER, dataDir: join(folder, 'data'), runtimeDir });

  test.each([['long', 'r'.repeat(100)] as const, ['none', null] as const])(
    'a place among temporary files is taken, closed to others and empty at the end (%s)',
    async (_, name) => {
      const folder = await freshFolder();
      await withTemporaryFiles(folder, async () => {
        const cloud = await start(folder, name === null ? null : join(folder, name));
        expect(dirname(cloud.socketPath)).toBe(join(folder, `u1file-${process.getuid?.()}`));
        expect((await stat(dirname(cloud.socketPath))).mode & 0o777).toBe(0o700);
        await cloud.close();
        expect(await readdir(dirname(cloud.socketPath))).toEqual([]);
      });
    },
  );

  test('what a killed program has left there is swept away', async () => {
    const folder = await freshFolder();
    await withTemporaryFiles(folder, async () => {
      const cloud = await start(folder, null);
      const [dead, unseen] = ['4194999-0123456789ab.sock', '4194998-0123456789ab.sock'].map((name) =>
        join(dirname(cloud.socketPath), name),
      ) as [string, string];
      await writeFile(dead, '');
      // As one in a container that shares the folder: its process is not seen here, and lives.
      const ofContainer = createServer().listen(unseen);
      await once(ofContainer, 'listening');
      const other = await start(folder, null);
      expect([dead, unseen, cloud.socketPath].map((path) => existsSync(path))).toEqual([false, true, true]);
      await Promise.all([cloud.close(), other.close()]);
      ofContainer.close();
    });
  });

  test.each(['a link', 'a folder that others may enter', 'a file'])('%s of that name is not trusted', async (what) => {
    const folder = await freshFolder();
    const taken = join(folder, `u1file-${process.getuid?.()}`);
    if (what === 'a link') await symlink(await mkdtemp(join(folder, 'of-others-')), taken);
    else if (what === 'a file') await writeFile(taken, '');
    else await mkdir(taken);
    if (what.includes('others')) await chmod(taken, 0o777);
    await withTemporaryFiles(folder, async () => {
      const cloud = await start(folder, null);
      expect(dirname(cloud.socketPath)).not.toBe(taken);
      expect((await stat(dirname(cloud.socketPath))).mode & 0o777).toBe(0o700);
      await cloud.close();
      expect(existsSync(dirname(cloud.socketPath))).toBe(false);
    });
  });
});

test('sockets of programs that were killed are swept away, those of living ones stay', async () => {
  const folder = await freshFolder();
  const runtimeDir = join(folder, 'run');
  const cloud = await startEmbeddedCloud({ workerFile: WORKER, dataDir: join(folder, 'data'), runtimeDir });
  const dead = '4194999-0123456789ab.sock';
  await writeFile(join(runtimeDir, dead), '');
  const other = await startEmbeddedCloud({ workerFile: WORKER, dataDir: join(folder, 'data'), runtimeDir });
  const names = await readdir(runtimeDir);
  expect(names).not.toContain(dead);
  expect(names.length).toBe(2);
  await Promise.all([cloud.close(), other.close()]);
});

test('a thread that says why it cannot start, breaks or just ends is an error in words, and leaves no socket', async () => {
  const folder = await freshFolder();
  const runtimeDir = join(folder, 'run');
  const cases = [
    [
      "import { parentPort } from 'node:worker_threads'; parentPort.postMessage({ type: 'failed', message: 'no disk' });",
      /did not start: no disk/,
    ],
    ["throw new Error('broken');", /did not start/],
    ['', /has ended/],
  ] as const;
  for (const [code, message] of cases) {
    const file = join(folder, 'worker.mjs');
    await writeFile(file, code);
    const start = startEmbeddedCloud({ workerFile: pathToFileURL(file), dataDir: join(folder, 'data'), runtimeDir });
    await expect(start).rejects.toMatchObject({ code: 'server-error', message: expect.stringMatching(message) });
    expect(await readdir(runtimeDir)).toEqual([]);
  }
});

test('a thread that breaks down later says so', async () => {
  const folder = await freshFolder();
  const file = join(folder, 'worker.mjs');
  const dataDir = join(folder, 'data');
  const start = startEmbeddedCloud({ workerFile: WORKER, dataDir, runtimeDir: join(folder, 'run') });
  await (await start).close();
  // It breaks when it is told to: an error comes another way than a message, and may overtake the one before it.
  await writeFile(
    file,
    `import { parentPort, workerData } from 'node:worker_threads';
     import { createServer } from 'node:net';
     const server = createServer(() => { throw new Error('late'); });
     server.listen(workerData.socketPath, () => parentPort.postMessage({ type: 'ready' }));`,
  );
  const cloud = await startEmbeddedCloud({ workerFile: pathToFileURL(file), dataDir, runtimeDir: join(folder, 'run') });
  connect(cloud.socketPath).on('error', () => undefined);
  expect((await cloud.failed).message).toMatch(/broken down/);
  await cloud.close();
});

test('the signal stops the start', async () => {
  const folder = await freshFolder();
  const stop = new AbortController();
  const start = startEmbeddedCloud({
    workerFile: WORKER,
    dataDir: join(folder, 'd'),
    runtimeDir: null,
    signal: stop.signal,
  });
  stop.abort(new Error('enough'));
  await expect(start).rejects.toThrow('enough');
});
