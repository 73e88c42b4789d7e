import type { FileStore } from '../../source/domain/file-store.ts';
import { childOf, cloudLocation, localLocation, type Location } from '../../source/domain/location.ts';
import type { Job, JobKind, JobSource, JobSpec, TakenPolicy, TransferEngine } from '../../source/domain/transfer.ts';
import { createTransferEngine, type JobEngine, type TransferEngineOptions } from '../../source/transfers/engine.ts';
import { readText, sourceOf } from '../contracts/fixtures.ts';
import { createMemoryStore, type MemoryStore } from '../helpers/memory-store.ts';

/** A tree as it reads: names to contents, and to trees. */
export interface Tree {
  readonly [name: string]: string | Tree;
}

export interface Rig {
  readonly here: MemoryStore;
  readonly there: MemoryStore;
  /** The folders that the tests play in: one on this machine, one in a cloud. */
  readonly local: Location;
  readonly cloud: Location;
  readonly engine: JobEngine;
  readonly storeFor: (location: Location) => FileStore;
  /** Every report of every job, in order. */
  readonly reports: Job[];
}

/** An engine between two stores in memory. */
export async function makeRig(options: Partial<TransferEngineOptions> = {}): Promise<Rig> {
  const here = createMemoryStore({ knowsHashes: false });
  const there = createMemoryStore();
  const local = localLocation('/home');
  const cloud = cloudLocation('me', 'testing');
  await here.makeFolder(local);
  await there.makeFolder(cloud);
  const storeFor = (location: Location): FileStore => (location.side === 'local' ? here : there);
  const engine = createTransferEngine({ storeFor, retryDelay: () => 0, ...options });
  const reports: Job[] = [];
  engine.subscribe((job) => reports.push(job));
  return { here, there, local, cloud, engine, storeFor, reports };
}

export async function plant(store: FileStore, folder: Location, tree: Tree): Promise<void> {
  await store.makeFolder(folder);
  for (const [name, content] of Object.entries(tree)) {
    const place = childOf(folder, name);
    if (typeof content === 'string') {
      await store.write(place, sourceOf(content, { modifiedAt: 1_400_000_000_000 }), { taken: 'refuse' });
    } else {
      await plant(store, place, content);
    }
  }
}

export async function treeOf(store: FileStore, folder: Location): Promise<Tree> {
  const tree: Record<string, string | Tree> = {};
  for await (const batch of store.list(folder)) {
    for (const entry of batch) {
      const place = childOf(folder, entry.name);
      tree[entry.name] = entry.kind === 'file' ? await readText(store, place) : await treeOf(store, place);
    }
  }
  return tree;
}

export async function sourcesIn(store: FileStore, folder: Location, names?: readonly string[]): Promise<JobSource[]> {
  const sources: JobSource[] = [];
  for await (const batch of store.list(folder)) {
    for (const entry of batch) {
      if (names === undefined || names.includes(entry.name)) {
        sources.push({ location: childOf(folder, entry.name), entry });
      }
    }
  }
  return sources;
}

let count = 0;

export function specOf(
  kind: JobKind,
  sources: readonly JobSource[],
  target: Location | null,
  taken: TakenPolicy = 'fail',
): JobSpec {
  count += 1;
  return { id: `job ${count}`, kind, sources, target, taken };
}

/** Resolves with the job once it is as wanted. */
export async function untilJob(engine: TransferEngine, id: string, isSo: (job: Job) => boolean): Promise<Job> {
  const { promise, resolve } = Promise.withResolvers<Job>();
  const end = engine.subscribe((job) => {
    if (job.spec.id === id && isSo(job)) resolve(job);
  });
  const job = await promise;
  end();
  return job;
}

export function hasEnded({ state }: Job): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Adds the job and resolves at its end. */
export async function runToEnd(engine: TransferEngine, spec: JobSpec): Promise<Job> {
  const end = untilJob(engine, spec.id, hasEnded);
  engine.add(spec);
  return end;
}

/** What failed or was left out, in words. */
export function troubles(job: Job): string[] {
  return job.failures.map(({ location, outcome, error }) => `${location.path} ${outcome} ${error.code}`).sort();
}
