// Our client beside curl and lftp, in one run on loopback: `node bench/transfers/main.ts [--quick] [--only big|small]`. Everything lies in one temporary folder (TMPDIR says where).
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import type { Outcome } from './client.ts';
import { hasProgram, lftpArgs, runOurs, startLine, startNginx, startOurServer, timed } from './peers.ts';
import type { OurServer } from './peers.ts';

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
try {
  const server = await startOurServer(join(root, 'data'));
  if (only === 'all' || only === 'big') await measureBig(server);
  if (only === 'all' || only === 'small') await measureSmall(server);
  await server.stop();
  print();
} finally {
  await rm(root, { recursive: true, force: true });
}

/** One file, beside curl to the same server. */
async function measureBig(server: OurServer): Promise<void> {
  await mkdir(`${root}/big`);
  await writeNoise(`${root}/big/file`, BIG);
  const ups: number[] = [];
  const downs: number[] = [];
  const curlUps: number[] = [];
  const curlDowns: number[] = [];
  const task = { url: server.url, credentials: server.credentials };
  let peakMemory = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each way anew: the server keeps one copy of a content, and a second upload would be an easy one.
    await touchUp(`${root}/big/file`);
    const up = await runOurs({ ...task, direction: 'up', local: `${root}/big`, remote: `/ours ${round}` });
    await touchUp(`${root}/big/file`);
    curlUps.push(await curlUp(server, `/curl ${round}`, `${root}/big/file`));
    await mkdir(`${root}/down ${round}`);
    const down = await runOurs({
      ...task,
      direction: 'down',
      local: `${root}/down ${round}`,
      remote: `/ours ${round}`,
    });
    curlDowns.push(await curlDown(server, `/curl ${round}`, `${root}/curl ${round}`));
    await rm(`${root}/down ${round}`, { recursive: true });
    await rm(`${root}/curl ${round}`);
    ups.push(up.seconds);
    downs.push(down.seconds);
    peakMemory = Math.max(peakMemory, up.peakMemory, down.peakMemory);
    notes.push(`CPU seconds a GiB: up ${perGiB(up)}, down ${perGiB(down)}`);
  }
  rows.push(bigRow('one big file up', ups, curlUps), bigRow('one big file down', downs, curlDowns));
  notes.push(`peak memory of our client: ${Math.round(peakMemory / 2 ** 20)} MiB`);
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
  const task = { url, credentials: server.credentials };
  const [ups, downs, peerUps, peerDowns]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await rewriteSmall();
    const remote = `/${name}-${round}`;
    const up = await runOurs({ ...task, direction: 'up', local: `${root}/small`, remote });
    peerUps.push(await timed('lftp', lftpArgs(peerUrl, `mirror -R --parallel=16 ${root}/small ${remote.slice(1)}`)));
    await mkdir(`${root}/ours`);
    const down = await runOurs({ ...task, direction: 'down', local: `${root}/ours`, remote });
    peerDowns.push(await timed('lftp', lftpArgs(peerUrl, `mirror --parallel=16 ${remote.slice(1)} ${root}/theirs`)));
    await checkCount(`${root}/ours`);
    await checkCount(`${root}/theirs`);
    await rm(`${root}/ours`, { recursive: true });
    await rm(`${root}/theirs`, { recursive: true });
    ups.push(up.seconds);
    downs.push(down.seconds);
    notes.push(
      `${name}: peak memory up ${mebibytes(up)}, down ${mebibytes(down)} MiB, CPU ${up.cpuSeconds.toFixed(1)} and ${down.cpuSeconds.toFixed(1)} s`,
    );
  }
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

async function curlUp(server: OurServer, remote: string, file: string): Promise<number> {
  return timed('curl', ['-sSf', '-o', '/dev/null', '-T', file, ...signed(server, 'PUT', remote)]);
}

async function curlDown(server: OurServer, remote: string, file: string): Promise<number> {
  return timed('curl', ['-sSf', '-o', file, ...signed(server, 'GET', remote)]);
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

function bigRow(what: string, ours: readonly number[], peers: readonly number[]): Row {
  const rate = (seconds: readonly number[]): number => BIG / 1e6 / median(seconds);
  return {
    what,
    ours: `${rate(ours).toFixed(0)} MB/s`,
    peer: `curl ${rate(peers).toFixed(0)} MB/s`,
    ratio: rate(ours) / rate(peers),
    target: '0.8',
  };
}

function smallRow(what: string, ours: readonly number[], peers: readonly number[], target: string): Row {
  const rate = (seconds: readonly number[]): number => (FOLDERS * FILES_A_FOLDER) / median(seconds);
  return {
    what,
    ours: `${rate(ours).toFixed(0)} files/s`,
    peer: `lftp ${rate(peers).toFixed(0)} files/s`,
    ratio: rate(ours) / rate(peers),
    target,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function perGiB({ cpuSeconds, bytes }: Outcome): string {
  return ((cpuSeconds * 2 ** 30) / bytes).toFixed(2);
}

function mebibytes({ peakMemory }: Outcome): number {
  return Math.round(peakMemory / 2 ** 20);
}

function print(): void {
  console.log('| what | ours | peer | ratio | target |\n| --- | --- | --- | --- | --- |');
  for (const { what, ours, peer, ratio, target } of rows) {
    console.log(`| ${what} | ${ours} | ${peer} | ${ratio.toFixed(2)} | >= ${target} |`);
  }
  for (const note of notes) console.log(note);
}
