import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startThreadCloud, type ThreadCloud } from '../../source/cli/thread/thread-cloud.ts';
import type { Entry } from '../../source/domain/entry.ts';
import { childOf, cloudLocation, localLocation, type Location } from '../../source/domain/location.ts';
import type { Job, JobSpec } from '../../source/domain/transfer.ts';
import { createLocalStore } from '../../source/services/local-store.ts';

const SIZE = 100_000;
const home = mkdtempSync(join(tmpdir(), 'u1file-rest-'));
const volume = cloudLocation('embedded', 'Ubuntu One');
const jobs: Job[] = [];
let cloud: ThreadCloud;

beforeAll(() => {
  mkdirSync(join(home, 'from'));
  writeFileSync(join(home, 'from', 'file'), Buffer.alloc(SIZE, 'x'));
  const nothing = (): void => undefined;
  cloud = startThreadCloud(
    { account: null, paths: { config: home, data: home, state: home, runtime: null } },
    { onRequest: nothing, onLeftOver: nothing, onSignedOut: nothing, onTrouble: nothing },
  );
  cloud.engine.subscribe((job) => jobs.push(job));
});

afterAll(async () => {
  await cloud.close();
  rmSync(home, { recursive: true });
});

async function namesIn(folder: Location): Promise<string[]> {
  const entries: Entry[] = [];
  for await (const batch of cloud.storeFor('embedded').list(folder)) entries.push(...batch);
  return entries.map(({ name }) => name);
}

async function upload(targetName: string, more: Partial<JobSpec> = {}): Promise<void> {
  const location = childOf(localLocation(join(home, 'from')), 'file');
  const entry = await createLocalStore().stat(location);
  const id = targetName;
  cloud.engine.add({
    id,
    kind: 'copy',
    sources: [{ location, entry }],
    target: volume,
    targetName,
    taken: 'fail',
    ...more,
  });
}

/** How nice the threads of this process are, by the names that Node gives them. */
function nicenessOf(name: string): number[] {
  return readdirSync('/proc/self/task').flatMap((id) => {
    const [, own, rest] = /\((.*)\) (.*)/.exec(readFileSync(`/proc/self/task/${id}/stat`, 'latin1')) ?? [];
    return own === name ? [Number(rest?.split(' ')[16])] : [];
  });
}

it.runIf(process.platform === 'linux')('the threads that copy let the one that draws go first', async () => {
  await namesIn(volume);
  const nicer = Math.min(19, getPriority() + 5);
  expect(nicenessOf('WorkerThread').filter((niceness) => niceness === nicer)).toHaveLength(2);
  expect(nicenessOf('MainThread')).toEqual([getPriority()]);
});

it('the thread rests while nothing is under way, and nobody who needs it notices', async () => {
  expect(await namesIn(cloudLocation('embedded', null))).toEqual(['Ubuntu One']);
  expect(await cloud.rest()).toBe(true);
  expect(await cloud.rest()).toBe(true);
  // It begins anew, also for who asks while it ends.
  expect(await namesIn(volume)).toEqual([]);
  const resting = cloud.rest();
  expect(await namesIn(volume)).toEqual([]);
  await resting;
  // What was set holds for the next thread too.
  cloud.perform({ type: 'limit', bytesPerSecond: SIZE });
  expect(await cloud.rest()).toBe(true);
  const begin = performance.now();
  await upload('slow');
  await cloud.engine.whenIdle();
  expect(jobs.at(-1)).toMatchObject({ spec: { id: 'slow' }, state: 'done' });
  expect(performance.now() - begin).toBeGreaterThan(500);
  cloud.perform({ type: 'limit', bytesPerSecond: null });
  // A job that has ended keeps no thread, one that can still be called back or that failed does.
  expect(await cloud.rest()).toBe(true);
  await upload('held', { holdFor: 600_000 });
  expect(await cloud.rest()).toBe(false);
  cloud.engine.cancel('held');
  writeFileSync(join(home, 'from', 'file'), 'another content');
  await upload('slow', { id: 'again' });
  await cloud.engine.whenIdle();
  expect(jobs.at(-1)).toMatchObject({ spec: { id: 'again' }, state: 'failed' });
  expect(await cloud.rest()).toBe(false);
  expect(await namesIn(volume)).toEqual(['slow']);
  cloud.perform({ type: 'forget-ended' });
  expect(await cloud.rest()).toBe(true);
});
