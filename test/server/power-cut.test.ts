import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { canTraceCalls, parseTrace, type Traced } from '../helpers/traced-calls.ts';
import { PASSWORD, signIn, temporaryFolder } from './helpers.ts';
import type { TestClient } from './helpers.ts';

const EMAIL = 'ted@example.org';
const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'u1file.js');
const CALLS = 'fsync,fdatasync,rename,pwrite64,write,writev';
const canTrace = canTraceCalls('the order in which the disk has an upload');

async function startTraced(): Promise<{ client: TestClient; readTrace: () => Promise<Traced[]> }> {
  const folder = await temporaryFolder();
  const [dataDir, file] = [join(folder, 'data'), join(folder, 'trace')];
  const admin = await openAdmin(dataDir);
  await admin.addUser({ email: EMAIL, password: PASSWORD });
  await admin.close();
  const serve = [process.execPath, PROGRAM, 'serve', '--data', dataDir, '--listen', '127.0.0.1:0', '--threads', '2'];
  const child = spawn('strace', ['-f', '-y', '-qq', '-s', '40', '-e', `trace=${CALLS}`, '-o', file, ...serve], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  // The tracer passes no signals on.
  const traced = Number(/^\d+/.exec(await readFile(file, 'utf8'))?.[0]);
  const end = (signal: NodeJS.Signals) => child.exitCode === null && process.kill(traced, signal);
  onTestFinished(() => void end('SIGKILL'));
  const client = await signIn(line.replace('listening on ', ''), EMAIL);
  const readTrace = async () => {
    end('SIGTERM');
    await exit;
    return parseTrace(await readFile(file, 'utf8'));
  };
  return { client, readTrace };
}

test.skipIf(!canTrace)('the disk has an upload before its answer leaves, and content before its row', async () => {
  const { client, readTrace } = await startTraced();
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/large', { body: Buffer.alloc(300_000, 'x') })).status).toBe(
    201,
  );
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/small', { body: 'y' })).status).toBe(201);
  const calls = await readTrace();
  const find = (call: RegExp, text: RegExp, after = -1) =>
    calls.find((each) => call.test(each.call) && text.test(each.text) && each.begin > after);
  const LOG = /u1file\.sqlite-wal>/;
  const ANSWER = /"HTTP\/1\.1 201 Created/;

  const content = find(/^f(?:data)?sync$/, /blobs\/incoming\/[\w-]+>/);
  const naming = find(/^rename$/, /blobs\/incoming\/.*blobs\/[0-9a-f]{2}\//, content?.end);
  const folder = find(/^fsync$/, /blobs\/[0-9a-f]{2}>/, naming?.end);
  const row = find(/^pwrite64$/, LOG, folder?.end);
  const answer = find(/^writev?$/, ANSWER, row?.end);
  expect([content, naming, folder, row, answer]).not.toContain(undefined);
  const begins = (each: Traced | undefined) => each?.begin ?? Number.NaN;

  for (const [from, to] of [
    [row, answer],
    [find(/^pwrite64$/, LOG, answer?.end), find(/^writev?$/, ANSWER, answer?.end)],
  ] as const) {
    // Everything that was written to the log up to the answer was on the disk when it left.
    const written = calls.filter(
      ({ call, text, begin }) => call === 'pwrite64' && LOG.test(text) && begin < begins(to),
    );
    const last = Math.max(...written.map(({ end }) => end));
    expect(last).toBeGreaterThanOrEqual(begins(from));
    const synced = find(/^fdatasync$/, LOG, last);
    expect(synced?.end).toBeLessThan(begins(to));
  }
  // Between the row of the large content and its name nothing went to the log: no row is ahead of its content.
  const first = calls.find(({ call, text, begin }) => call === 'pwrite64' && LOG.test(text) && begin > begins(content));
  expect(begins(first)).toBe(begins(row));
});
