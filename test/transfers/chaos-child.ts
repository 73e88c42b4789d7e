// A client that may be killed at any moment: takes up what its last life left, adds what it never began, ends when all
// is done.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAppError } from '../../source/domain/app-error.ts';
import type { FileStore } from '../../source/domain/file-store.ts';
import type { Location } from '../../source/domain/location.ts';
import type { JobKind } from '../../source/domain/transfer.ts';
import { createHttpClient } from '../../source/services/http-client.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { createTransferEngine } from '../../source/transfers/engine.ts';
import { openJobHome } from '../../source/transfers/job-home.ts';
import { hasEnded, sourcesIn, untilJob } from './rig.ts';

export interface ChaosPlan {
  readonly url: string;
  readonly credentials: { consumerKey: string; consumerSecret: string; token: string; tokenSecret: string };
  readonly jobs: readonly {
    readonly id: string;
    readonly kind: JobKind;
    readonly from: Location;
    readonly to: Location;
  }[];
}

const PASSING = new Set(['unreachable', 'busy', 'server-error', 'bad-answer']);
const [root = ''] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(join(root, 'plan.json'), 'utf8')) as ChaosPlan;
const { url, credentials } = plan;
const client = createHttpClient({
  bases: { api: url, content: url, sso: url },
  credentials,
  retry: { firstDelay: 10, longestDelay: 100 },
  timeouts: { connect: 500, headers: 1500, body: 1500 },
});
const here = createLocalStore();
const there = createRemoteStore(client);
const storeFor = (location: Location): FileStore => (location.side === 'local' ? here : there);
const home = await openJobHome({ stateDir: join(root, 'state'), now: Date.now, onTrouble: console.error });
const engine = createTransferEngine({ storeFor, journal: home.journal, retryDelay: () => 20 });
home.serve(engine);
for (const past of await home.takeOver()) engine.restore(past);
await Promise.all(plan.jobs.map(async (job) => bringToEnd(job)));
engine.close();
await home.close();
process.exit(0);

async function bringToEnd({ id, kind, from, to }: ChaosPlan['jobs'][number]): Promise<void> {
  const mark = join(root, 'finished', id);
  if (existsSync(mark)) return;
  if (!engine.jobs().some(({ spec }) => spec.id === id)) {
    const sources = await insist(async () => sourcesIn(storeFor(from), from));
    engine.add({ id, kind, sources, target: to, taken: 'overwrite' });
  }
  for (;;) {
    const job = engine.jobs().find(({ spec }) => spec.id === id);
    if (job?.state === 'done') break;
    const end = untilJob(engine, id, (now) => hasEnded(now));
    if (job?.state === 'paused') engine.resume(id);
    if (job?.state === 'failed') {
      // Only the line may be at fault here; anything else would be tried for ever.
      const bad = job.failures.find(({ error }) => !PASSING.has(error.code));
      if (bad !== undefined) throw new Error(`${bad.location.path}: ${bad.error.code} ${bad.error.message}`);
      const again = untilJob(engine, id, ({ state }) => state === 'running');
      engine.retry(id);
      await again;
      continue;
    }
    await end;
  }
  writeFileSync(mark, '');
}

/** Lists through a line that breaks. */
async function insist<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isAppError(error) || !PASSING.has(error.code)) throw error;
    }
  }
}
