// One copy by our engine in a process of its own: takes a `Task` as JSON, prints an `Outcome` as JSON.
import type { FileStore } from '../../source/domain/file-store.ts';
import { cloudLocation, localLocation, type Location } from '../../source/domain/location.ts';
import type { Job, JobSource } from '../../source/domain/transfer.ts';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';

export interface Task {
  readonly url: string;
  readonly credentials: Credentials;
  readonly direction: 'up' | 'down';
  /** A local folder: all in it goes up, or it is filled. */
  readonly local: string;
  /** The folder of the volume `bench`. */
  readonly remote: string;
}

export interface Outcome {
  readonly seconds: number;
  readonly files: number;
  readonly bytes: number;
  /** Processor time, user and system. */
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly peakMemory: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const { url, credentials } = task;
const client = createHttpClient({ bases: { api: url, content: url, sso: url }, credentials });
const here = createLocalStore();
const there = createRemoteStore(client);
const storeFor = (location: Location): FileStore => (location.side === 'local' ? here : there);
const engine = createTransferEngine({ storeFor });
const local = localLocation(task.local);
const cloud = cloudLocation('bench', 'bench', task.remote);
await there.makeFolder(cloudLocation('bench', 'bench'));
const start = performance.now();
const job = await copy(task.direction === 'up' ? local : cloud, task.direction === 'up' ? cloud : local);
const seconds = (performance.now() - start) / 1000;
await client.close();
const { user, system } = process.cpuUsage();
const outcome: Outcome = {
  seconds,
  files: job.progress.filesDone,
  bytes: job.progress.bytesDone,
  cpuSeconds: (user + system) / 1e6,
  peakMemory: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(outcome));

async function copy(from: Location, to: Location): Promise<Job> {
  const sources: JobSource[] = [];
  for await (const batch of storeFor(from).list(from)) {
    for (const entry of batch) {
      sources.push({ location: { ...from, path: `${from.path === '/' ? '' : from.path}/${entry.name}` }, entry });
    }
  }
  const { promise, resolve } = Promise.withResolvers<Job>();
  engine.subscribe((now) => {
    if (now.state === 'done' || now.state === 'failed') resolve(now);
  });
  engine.add({ id: 'bench', kind: 'copy', sources, target: to, taken: 'fail' });
  const ended = await promise;
  if (ended.failures.length > 0) throw new Error(JSON.stringify(ended.failures.slice(0, 3)));
  return ended;
}
