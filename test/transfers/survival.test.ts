import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJobKeeper } from '../../source/cli/job-keeper.ts';
import { localLocation } from '../../source/domain/location.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { connectToJobs, isListening, type RemoteJobs } from '../../source/transfers/control-client.ts';
import { createTransferEngine, type JobEngine } from '../../source/transfers/engine.ts';
import { openJobHome, type JobHome } from '../../source/transfers/job-home.ts';
import { findPrograms, homesFolder, readLeftOver } from '../../source/transfers/job-homes.ts';
import type { Job } from '../../source/domain/transfer.ts';
import { hasEnded, makeRig, plant, sourcesIn, specOf, treeOf, untilJob } from './rig.ts';

const CHILD = fileURLToPath(new URL('copying-child.ts', import.meta.url));

let root: string;
let stateDir: string;
const children: ChildProcess[] = [];
const homes: JobHome[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'u1-survival-'));
  stateDir = join(root, 'state');
  await mkdir(`${root}/from`);
  await mkdir(`${root}/to`);
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const home of homes.splice(0)) await home.close();
  await rm(root, { recursive: true });
});

async function openHome(dir = stateDir): Promise<JobHome> {
  const home = await openJobHome({ stateDir: dir, now: Date.now, onTrouble: (error) => expect(error).toBeNull() });
  homes.push(home);
  return home;
}

/** Another program that copies `from` to `to` at so many bytes a second, and says when it has begun. */
async function startChild(bytesPerSecond: number): Promise<ChildProcess> {
  const args = [CHILD, stateDir, `${root}/from`, `${root}/to`, String(bytesPerSecond)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) if (line === 'begun') return child;
  throw new Error('it ended before it began');
}

async function untilRemote(remote: RemoteJobs, isSo: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = remote.jobs().find(isSo);
    if (job !== undefined) return job;
    const { promise, resolve } = Promise.withResolvers<void>();
    const end = remote.subscribe(() => resolve());
    await promise;
    end();
  }
}

test('a second program sees the jobs of the first live, and pauses, resumes and cancels them', async () => {
  await writeFile(`${root}/from/big`, Buffer.alloc(20_000_000, 1));
  await startChild(200_000);
  const [program] = await findPrograms(stateDir);
  expect(program).toBeDefined();
  const remote = await connectToJobs(program?.socketPath ?? '');
  const running = await untilRemote(remote, ({ state, progress }) => state === 'running' && progress.bytesDone > 0);
  remote.perform({ type: 'pause', jobId: running.spec.id });
  await untilRemote(remote, ({ state }) => state === 'paused');
  remote.perform({ type: 'resume', jobId: running.spec.id });
  await untilRemote(remote, ({ state }) => state === 'running');
  remote.perform({ type: 'cancel', jobId: running.spec.id });
  await untilRemote(remote, ({ state }) => state === 'cancelled');
  await remote.closed;
  expect(await readdir(`${root}/to`)).toEqual([]);
  expect(await findPrograms(stateDir)).toEqual([]);
  expect(await readLeftOver(stateDir)).toEqual([]);
});

test('what a killed program left is told, taken over by one program alone, and ends whole', async () => {
  for (let index = 0; index < 60; index += 1) await writeFile(`${root}/from/${index}`, Buffer.alloc(100_000, index));
  const child = await startChild(1_000_000);
  while ((await readdir(`${root}/to`)).length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  const [left] = await readLeftOver(stateDir);
  const doneBefore = left?.done.size ?? 0;
  expect(doneBefore).toBeGreaterThan(0);
  const [first, second] = await Promise.all([openHome(), openHome()]);
  const pasts = await Promise.all([first.takeOver(), second.takeOver()]);
  expect(pasts.flat()).toHaveLength(1);
  const winner = pasts[0].length > 0 ? first : second;
  const store = createLocalStore();
  const engine = createTransferEngine({ storeFor: () => store, journal: winner.journal });
  for (const past of pasts.flat()) engine.restore(past);
  const [job] = engine.jobs();
  expect(job).toMatchObject({ state: 'paused', pausedBecause: { code: 'cancelled' } });
  const end = untilJob(engine, job?.spec.id ?? '', hasEnded);
  engine.resume(job?.spec.id ?? '');
  expect(await end).toMatchObject({ state: 'done', failures: [], progress: { filesDone: 60, filesTotal: 60 } });
  expect(await readdir(`${root}/to`)).toHaveLength(60);
  for (let index = 0; index < 60; index += 1) {
    expect((await readFile(`${root}/to/${index}`)).equals(Buffer.alloc(100_000, index))).toBe(true);
  }
});

test('what was left is left again when the program that took it over ends too', async () => {
  const first = await openHome();
  const rig = await makeRig({ journal: first.journal });
  await plant(rig.here, rig.local, { a: 'a' });
  rig.here.before = async (call) => {
    if (call === 'body') await new Promise(() => undefined);
  };
  const spec = specOf('copy', await sourcesIn(rig.here, rig.local), rig.cloud);
  const begun = untilJob(rig.engine, spec.id, ({ progress }) => progress.current !== null);
  rig.engine.add(spec);
  await begun;
  rig.engine.close();
  await first.close();
  const second = await openHome();
  expect(await second.takeOver()).toHaveLength(1);
  await second.close();
  rig.here.before = null;
  const third = await openHome();
  const engine = createTransferEngine({ storeFor: rig.storeFor, journal: third.journal });
  for (const past of await third.takeOver()) engine.restore(past);
  await goOnWithAll(engine);
  expect(await treeOf(rig.there, rig.cloud)).toEqual({ a: 'a' });
  await third.close();
  expect(await readdir(homesFolder(stateDir))).toEqual([]);
});

test('the folders of jobs and their sockets are open to no other user', async () => {
  const home = await openHome();
  home.serve(createTransferEngine({ storeFor: () => createLocalStore() }));
  const [program] = await findPrograms(stateDir);
  const folders = [homesFolder(stateDir), join(homesFolder(stateDir), program?.id ?? '')];
  for (const folder of folders) expect((await stat(folder)).mode & 0o077).toBe(0);
});

test('a state folder with a long path has its socket elsewhere', async () => {
  const long = join(root, 'x'.repeat(120));
  const home = await openHome(long);
  const store = createLocalStore();
  const engine = createTransferEngine({ storeFor: () => store });
  home.serve(engine);
  const [program] = await findPrograms(long);
  const remote = await connectToJobs(program?.socketPath ?? '');
  await writeFile(`${root}/from/a`, 'a');
  const sources = await sourcesIn(store, localLocation(`${root}/from`));
  remote.perform({ type: 'add', spec: specOf('copy', sources, localLocation(`${root}/to`)) });
  await untilRemote(remote, ({ state }) => state === 'done');
  remote.close();
  await remote.closed;
  expect(await readFile(`${root}/to/a`, 'utf8')).toBe('a');
});

test('who sends what is no command is sent away, and the jobs go on', async () => {
  const home = await openHome();
  home.serve(createTransferEngine({ storeFor: () => createLocalStore() }));
  const [program] = await findPrograms(stateDir);
  const remote = await connectToJobs(program?.socketPath ?? '');
  remote.perform({ type: 'constructor' } as never);
  await remote.closed;
  const other = await connectToJobs(program?.socketPath ?? '');
  expect(other.jobs()).toEqual([]);
  other.close();
});

test('who connects before the jobs are there is told of them once they are', async () => {
  const home = await openHome();
  const [program] = await findPrograms(stateDir);
  const connecting = connectToJobs(program?.socketPath ?? '');
  // Both ends have the connection by now: the second comes after it.
  await isListening(program?.socketPath ?? '');
  home.serve(createTransferEngine({ storeFor: () => createLocalStore() }));
  const remote = await connecting;
  expect(remote.jobs()).toEqual([]);
  remote.close();
});

test('a program that tells nothing holds nobody up: not the jobs of another, nor its end', async () => {
  await openHome();
  const store = createLocalStore();
  const onTrouble = (error: unknown): void => expect(error).toBeNull();
  const keeper = await openJobKeeper({ stores: { storeFor: () => store }, stateDir, onTrouble });
  const following = keeper.followOthers(() => undefined);
  await writeFile(`${root}/from/a`, 'a');
  const sources = await sourcesIn(store, localLocation(`${root}/from`));
  keeper.perform({ type: 'add', spec: specOf('copy', sources, localLocation(`${root}/to`)) });
  await keeper.engine.whenIdle();
  expect(await readFile(`${root}/to/a`, 'utf8')).toBe('a');
  await keeper.close();
  await following;
});

async function goOnWithAll(engine: JobEngine): Promise<void> {
  engine.perform({ type: 'resume-all' });
  await engine.whenIdle();
}
