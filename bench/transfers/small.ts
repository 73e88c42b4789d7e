import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { touchUp } from './big.ts';
import { hasProgram, lftpArgs, runOurs, startLine, startNginx, timed, type Outcome } from './peers.ts';
import { taskTo, type Plan } from './plan.ts';
import { median, type Row } from './report.ts';

const FILES_A_FOLDER = 100;
const SIZE = 4096;
/** Milliseconds each way. */
const LATENCY = 25;

/** Many small files, beside lftp to nginx, without and with a line between. */
export async function measureSmall(plan: Plan): Promise<readonly Row[]> {
  if (!hasProgram('nginx', '-v') || !hasProgram('lftp', '--version')) {
    plan.note('nginx or lftp is not installed: no small files');
    return [];
  }
  const folders = plan.isQuick ? 10 : 100;
  const nginx = await startNginx(join(plan.root, 'nginx'));
  await plantSmall(`${plan.root}/small`, folders);
  const near = await measureLine(plan, { folders, nginxPort: nginx.port, latency: 0 });
  const far = await measureLine(plan, { folders, nginxPort: nginx.port, latency: LATENCY });
  await nginx.stop();
  return [...near, ...far];
}

/** So many folders with a hundred files of 4 KiB in each. */
export async function plantSmall(path: string, folders: number): Promise<void> {
  for (let folder = 0; folder < folders; folder += 1) {
    await mkdir(`${path}/${folder}`, { recursive: true });
    for (let file = 0; file < FILES_A_FOLDER; file += 1) {
      await writeFile(`${path}/${folder}/${file}`, randomBytes(SIZE));
    }
  }
}

interface Line {
  readonly folders: number;
  readonly nginxPort: number;
  /** Milliseconds each way. */
  readonly latency: number;
}

async function measureLine(plan: Plan, { folders, nginxPort, latency }: Line): Promise<readonly Row[]> {
  const { root, server } = plan;
  const ourLine = latency === 0 ? null : await startLine(server.port, latency);
  const peerLine = latency === 0 ? null : await startLine(nginxPort, latency);
  const url = ourLine === null ? server.url : `http://127.0.0.1:${ourLine.port}`;
  const peerUrl = `http://127.0.0.1:${peerLine?.port ?? nginxPort}`;
  const task = { ...taskTo(plan), url };
  const [ups, downs, peerUps, peerDowns]: [Outcome[], Outcome[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < plan.rounds; round += 1) {
    await rewriteSmall(`${root}/small`, folders);
    const remote = `/${latency}-${round}`;
    ups.push(await runOurs({ ...task, direction: 'up', local: `${root}/small`, remote }));
    peerUps.push(await lftp(peerUrl, `mirror -R --parallel=16 ${root}/small ${remote.slice(1)}`));
    downs.push(await runOurs({ ...task, direction: 'down', local: `${root}/ours`, remote }));
    peerDowns.push(await lftp(peerUrl, `mirror --parallel=16 ${remote.slice(1)} ${root}/theirs`));
    for (const copy of ['ours', 'theirs']) {
      await checkCount(`${root}/${copy}`, folders * (FILES_A_FOLDER + 1));
      await rm(`${root}/${copy}`, { recursive: true });
    }
  }
  await ourLine?.stop();
  await peerLine?.stop();
  const files = folders * FILES_A_FOLDER;
  return [
    rateRow({ way: 'up', latency, files }, ups, peerUps),
    rateRow({ way: 'down', latency, files }, downs, peerDowns),
  ];
}

/** New content each round: what the server has already would not travel. */
async function rewriteSmall(path: string, folders: number): Promise<void> {
  for (let folder = 0; folder < folders; folder += 1) {
    for (let file = 0; file < FILES_A_FOLDER; file += 1) await touchUp(`${path}/${folder}/${file}`);
  }
}

async function checkCount(folder: string, wanted: number): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  if (names.length !== wanted) throw new Error(`${folder} has ${names.length} names, not ${wanted}`);
}

async function lftp(url: string, command: string): Promise<number> {
  return (await timed('lftp', lftpArgs(url, command))).seconds;
}

interface Way {
  readonly way: string;
  readonly latency: number;
  readonly files: number;
}

function rateRow({ way, latency, files }: Way, ours: readonly Outcome[], peers: readonly number[]): Row {
  const rate = (seconds: readonly number[]): number => files / median(seconds);
  const own = rate(ours.map((outcome) => outcome.seconds));
  const ratio = own / rate(peers);
  const line = latency === 0 ? 'no delay' : `${2 * latency} ms of round trip`;
  return {
    what: `${files} files of 4 KiB ${way}, ${line}`,
    ours: `${own.toFixed(0)}/s`,
    peer: `lftp ${rate(peers).toFixed(0)}/s`,
    ratio,
    value: ratio,
    wanted: { atLeast: latency === 0 ? 0.6 : 2 },
  };
}
