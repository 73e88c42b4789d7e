import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import { hasProgram, LISTING, rclone, runOurs, startNginx, timed, type Outcome, type OurServer } from './peers.ts';
import { taskTo, type Plan } from './plan.ts';
import { median, type Row } from './report.ts';

const AIM = { atLeast: 0.8 };

/** One file, beside curl to the same server; and what processor time it takes, beside rclone to nginx. */
export async function measureBig(plan: Plan): Promise<readonly Row[]> {
  const { root, server, rounds } = plan;
  const size = plan.isQuick ? 128 * 2 ** 20 : 2 ** 30;
  await mkdir(`${root}/big`);
  const file = `${root}/big/file`;
  await writeNoise(file, size);
  const nginx = canRclone(plan) ? await startNginx(join(root, 'nginx-big')) : null;
  const [ups, downs, curlUps, curlDowns]: [Outcome[], Outcome[], number[], number[]] = [[], [], [], []];
  const curlSyncs: number[] = [];
  const [rcloneUps, rcloneDowns]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const [ours, curls] = [`${root}/ours ${round}`, `${root}/curl ${round}`];
    const remote = `/ours ${round}`;
    // Each way anew: the server keeps one copy of a content, and a second upload would be an easy one.
    await touchUp(file);
    ups.push(await runOurs({ ...taskTo(plan), direction: 'up', local: `${root}/big`, remote }));
    await touchUp(file);
    curlUps.push(await curlUp(server, `/curl ${round}`, file));
    downs.push(await runOurs({ ...taskTo(plan), direction: 'down', local: ours, remote }));
    curlDowns.push(await curlDown(server, `/curl ${round}`, curls));
    await rm(curls);
    curlSyncs.push(await curlDownSynced(server, `/curl ${round}`, curls));
    if (nginx !== null) {
      const url = `http://127.0.0.1:${nginx.port}`;
      rcloneUps.push((await rclone(url, file, `:webdav:/file${round}`)).cpuSeconds);
      rcloneDowns.push((await rclone(url, `:webdav:/file${round}`, `${root}/rclone`)).cpuSeconds);
    }
    for (const path of [ours, curls, `${root}/rclone`]) await rm(path, { recursive: true, force: true });
  }
  await nginx?.stop();
  await rm(`${root}/big`, { recursive: true });
  const speeds = [
    { ...speedRow('up', size, ups, curlUps), wanted: AIM },
    { ...speedRow('down', size, downs, curlDowns), wanted: AIM },
    speedRow('down, beside curl and a sync of its file', size, downs, curlSyncs),
  ];
  if (nginx === null) return speeds;
  return [...speeds, timeRow('up', size, ups, rcloneUps), timeRow('down', size, downs, rcloneDowns)];
}

function canRclone({ note }: Plan): boolean {
  if (hasProgram('rclone', 'version') && hasProgram('nginx', '-v') && existsSync(LISTING)) return true;
  note('rclone, nginx or its module for PROPFIND is not installed: no rclone');
  return false;
}

async function writeNoise(path: string, size: number): Promise<void> {
  const handle = await open(path, 'w');
  for (let at = 0; at < size; at += 2 ** 20) await handle.write(randomBytes(2 ** 20));
  await handle.close();
}

/** Another content of the same length. */
export async function touchUp(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.write(randomBytes(16), 0, 16, 0);
  await handle.close();
}

async function curlUp(server: OurServer, remote: string, file: string): Promise<number> {
  return (await timed('curl', ['-sSf', '-o', '/dev/null', '-T', file, ...signed(server, 'PUT', remote)])).seconds;
}

async function curlDown(server: OurServer, remote: string, file: string): Promise<number> {
  return (await timed('curl', ['-sSf', '-o', file, ...signed(server, 'GET', remote)])).seconds;
}

/** As durable as ours: nothing is said to be there before the disk has it. */
async function curlDownSynced(server: OurServer, remote: string, file: string): Promise<number> {
  return (await curlDown(server, remote, file)) + (await timed('sync', [file])).seconds;
}

function signed({ url, credentials }: OurServer, method: string, remote: string): string[] {
  const target = `/api/file_storage/v1/content/~/bench${encodeURI(remote)}`;
  const nonce = randomBytes(8).toString('hex');
  const header = signHeader({
    method,
    origin: url,
    target,
    credentials,
    signatureMethod: 'HMAC-SHA1',
    nonce,
    now: Date.now(),
  });
  return ['-H', `Authorization: ${header}`, url + target];
}

function speedRow(way: string, size: number, ours: readonly Outcome[], peers: readonly number[]): Row {
  const rate = (seconds: readonly number[]): number => size / 1e6 / median(seconds);
  const own = rate(ours.map((outcome) => outcome.seconds));
  const ratio = own / rate(peers);
  return {
    what: `1 GiB ${way}`,
    ours: `${own.toFixed(0)} MB/s`,
    peer: `curl ${rate(peers).toFixed(0)} MB/s`,
    ratio,
    value: ratio,
    wanted: null,
  };
}

function timeRow(way: string, size: number, ours: readonly Outcome[], peers: readonly number[]): Row {
  const perGiB = (seconds: readonly number[]): number => (median(seconds) * 2 ** 30) / size;
  const own = perGiB(ours.map(({ cpuSeconds }) => cpuSeconds));
  const ratio = own / perGiB(peers);
  return {
    what: `processor seconds a GiB ${way}`,
    ours: own.toFixed(2),
    peer: `rclone ${perGiB(peers).toFixed(2)}`,
    ratio,
    value: ratio,
    wanted: { atMost: 1 },
  };
}
