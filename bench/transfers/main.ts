// Our client beside curl and lftp, in one run on loopback: `node bench/transfers/main.ts [--quick] [--only big|small]`. Everything lies in one temporary folder (TMPDIR says where).
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import {
  hasProgram,
  lftpArgs,
  LISTING,
  rclone,
  runOurs,
  startLine,
  startNginx,
  startOurServer,
  timed,
} from './peers.ts';
import type { Outcome, OurServer, Task } from './peers.ts';

const isQuick = process.argv.includes('--quick');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : 'all';
const BIG = isQuick ? 128 * 2 ** 20 : 2 ** 30;
const FOLDERS = isQuick ? 10 : 100;
const FILES_A_FOLDER = 100;
const SMALL = 4096;
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? (isQuick ? 1 : 3));
/** Milliseconds each way. */
const LATENCY = 25;

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: number;
  readonly target: string;
}

const rows: Row[] = [];
const notes: string[] = [];
const root = await mkdtemp(join(tmpdir(), 'u1-bench-'));
let server: OurServer | null = null;
try {
  await mkdir(`${root}/home`);
  server = await startOurServer(join(root, 'data'), `${root}/home`);
  if (only === 'all' || only === 'big') await measureBig(server);
  if (only === 'all' || only === 'small') await measureSmall(server);
  print();
} finally {
  await server?.stop();
  await rm(root, { recursive: true, force: true });
}

/** One file, beside curl to the same server; and what processor time it takes, beside rclone to nginx. */
async function measureBig(server: OurServer): Promise<void> {
  await mkdir(`${root}/big`);
  const file = `${root}/big/file`;
  await writeNoise(file, BIG);
  const nginx = canRclone() ? await startNginx(join(root, 'nginx-big')) : null;
  const [ups, downs, curlUps, curlDowns]: [Outcome[], Outcome[], number[], number[]] = [[], [], [], []];
  const [rcloneUps, rcloneDowns]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [ours, curls] = [`${root}/ours ${round}`, `${root}/curl ${round}`];
    const remote = `/ours ${round}`;
    // Each way anew: the server keeps one copy of a content, and a second upload would be an easy one.
    await touchUp(file);
    ups.push(await runOurs({ ...taskTo(server), direction: 'up', local: `${root}/big`, remote }));
    await touchUp(file);
    curlUps.push(await curlUp(server, `/curl ${round}`, file));
    downs.push(await runOurs({ ...taskTo(server), direction: 'down', local: ours, remote }));
    curlDowns.push(await curlDown(server, `/curl ${round}`, curls));
    if (nginx !== null) {
      const url = `http://127.0.0.1:${nginx.port}`;
      rcloneUps.push((await rclone(url, file, `:webdav:/file${round}`)).cpuSeconds);
      rcloneDowns.push((await rclone(url, `:webdav:/file${round}`, `${root}/rclone`)).cpuSeconds);
    }
    for (const path of [ours, curls, `${root}/rclone`]) await rm(path, { recursive: true, force: true });
  }
  await nginx?.stop();
  rows.push(bigRow('one big file up', ups, curlUps), bigRow('one big file down', downs, curlDowns));
  if (nginx !== null) rows.push(cpuRow('up', ups, rcloneUps), cpuRow('down', downs, rcloneDowns));
  notes.push(`peak memory, one big file: ${peakOf([...ups, ...downs])} MiB`);
}

function canRclone(): boolean {
  if (hasProgram('rclone', 'version') && hasProgram('nginx', '-v') && existsSync(LISTING)) return true;
  notes.push('rclone, nginx or its module for PROPFIND is not installed: no rclone');
  return false;
}

function taskTo({
  url,
  credentials,
}: Pick<OurServer, 'url' | 'credentials'>): Pick<Task, 'url' | 'credentials' | 'home'> {
  return { url, credentials, home: `${root}/home` };
}

/** Many small files, beside lftp to nginx, without and with a line between. */
async function measureSmall(server: OurServer): Promise<void> {
  if (!hasProgram('nginx', '-v') || !hasProgram('lftp', '--version')) {
    notes.push('nginx or lftp is not installed: no small files');
    return;
  }
  const nginx = await startNginx(join(root, 'nginx'));
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    await mkdir(`${root}/small/${folder}`, { recursive: true });
    for (let file = 0; file < FILES_A_FOLDER; file += 1) {
      await writeFile(`${root}/small/${folder}/${file}`, randomBytes(SMALL));
    }
  }
  await measureLine(server, nginx.port, 0);
  await measureLine(server, nginx.port, LATENCY);
  await nginx.stop();
}

async function measureLine(server: OurServer, nginxPort: number, latency: number): Promise<void> {
  const ourLine = latency === 0 ? null : await startLine(server.port, latency);
  const peerLine = latency === 0 ? null : await startLine(nginxPort, latency);
  const url = ourLine === null ? server.url : `http://127.0.0.1:${ourLine.port}`;
  const peerUrl = `http://127.0.0.1:${peerLine?.port ?? nginxPort}`;
  const name = `${latency === 0 ? 'fast' : 'long'}-${latency}`;
  const task = taskTo({ url, credentials: server.credentials });
  const [ups, downs, peerUps, peerDowns]: [Outcome[], Outcome[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await rewriteSmall();
    const remote = `/${name}-${round}`;
    ups.push(await runOurs({ ...task, direction: 'up', local: `${root}/small`, remote }));
    peerUps.push(await lftp(peerUrl, `mirror -R --parallel=16 ${root}/small ${remote.slice(1)}`));
    downs.push(await runOurs({ ...task, direction: 'down', local: `${root}/ours`, remote }));
    peerDowns.push(await lftp(peerUrl, `mirror --parallel=16 ${remote.slice(1)} ${root}/theirs`));
    await checkCount(`${root}/ours`);
    await checkCount(`${root}/theirs`);
    await rm(`${root}/ours`, { recursive: true });
    await rm(`${root}/theirs`, { recursive: true });
  }
  notes.push(`peak memory, small files, ${2 * latency} ms: ${peakOf([...ups, ...downs])} MiB`);
  const target = latency === 0 ? '0.6' : '2';
  const line = latency === 0 ? 'no delay' : `${2 * latency} ms`;
  rows.push(smallRow(`small files up, ${line}`, ups, peerUps, target));
  rows.push(smallRow(`small files down, ${line}`, downs, peerDowns, target));
  await ourLine?.stop();
  await peerLine?.stop();
}

/** New content each round: what the server has already would not travel. */
async function rewriteSmall(): Promise<void> {
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    for (let file = 0; file < FILES_A_FOLDER; file += 1) {
      const handle = await open(`${root}/small/${folder}/${file}`, 'r+');
      await handle.write(randomBytes(16), 0, 16, 0);
      await handle.close();
    }
  }
}

async function touchUp(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.write(randomBytes(16), 0, 16, 0);
  await handle.close();
}

async function writeNoise(path: string, size: number): Promise<void> {
  const handle = await open(path, 'w');
  for (let at = 0; at < size; at += 2 ** 20) await handle.write(randomBytes(2 ** 20));
  await handle.close();
}

async function checkCount(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const wanted = FOLDERS * (FILES_A_FOLDER + 1);
  if (names.length !== wanted) throw new Error(`${folder} has ${names.length} names, not ${wanted}`);
}

async function seconds(program: string, args: readonly string[]): Promise<number> {
  return (await timed(program, args)).seconds;
}

async function lftp(url: string, command: string): Promise<number> {
  return seconds('lftp', lftpArgs(url, command));
}

async function curlUp(server: OurServer, remote: string, file: string): Promise<number> {
  return seconds('curl', ['-sSf', '-o', '/dev/null', '-T', file, ...signed(server, 'PUT', remote)]);
}

async function curlDown(server: OurServer, remote: string, file: string): Promise<number> {
  return seconds('curl', ['-sSf', '-o', file, ...signed(server, 'GET', remote)]);
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

function bigRow(what: string, ours: readonly Outcome[], peers: readonly number[]): Row {
  const rate = (seconds: readonly number[]): number => BIG / 1e6 / median(seconds);
  const own = rate(ours.map((outcome) => outcome.seconds));
  return {
    what,
    ours: `${own.toFixed(0)} MB/s`,
    peer: `curl ${rate(peers).toFixed(0)} MB/s`,
    ratio: own / rate(peers),
    target: '>= 0.8',
  };
}

function cpuRow(way: string, ours: readonly Outcome[], peers: readonly number[]): Row {
  const perGiB = (seconds: readonly number[]): number => (median(seconds) * 2 ** 30) / BIG;
  const own = perGiB(ours.map(({ cpuSeconds }) => cpuSeconds));
  return {
    what: `processor seconds a GiB ${way}`,
    ours: own.toFixed(2),
    peer: `rclone ${perGiB(peers).toFixed(2)}`,
    ratio: own / perGiB(peers),
    target: '<= 1',
  };
}

function smallRow(what: string, ours: readonly Outcome[], peers: readonly number[], target: string): Row {
  const rate = (seconds: readonly number[]): number => (FOLDERS * FILES_A_FOLDER) / median(seconds);
  const own = rate(ours.map((outcome) => outcome.seconds));
  return {
    what,
    ours: `${own.toFixed(0)} files/s`,
    peer: `lftp ${rate(peers).toFixed(0)} files/s`,
    ratio: own / rate(peers),
    target: `>= ${target}`,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** MiB. */
function peakOf(outcomes: readonly Outcome[]): number {
  return Math.round(Math.max(...outcomes.map(({ peakMemory }) => peakMemory)) / 2 ** 20);
}

function print(): void {
  console.log('| what | ours | peer | ratio | target |\n| --- | --- | --- | --- | --- |');
  for (const { what, ours, peer, ratio, target } of rows) {
    console.log(`| ${what} | ${ours} | ${peer} | ${ratio.toFixed(2)} | ${target} |`);
  }
  for (const note of notes) console.log(note);
}
