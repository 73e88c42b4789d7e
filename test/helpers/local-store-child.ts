// Does one thing to a local store in a process of its own (of another user, on another disk) and prints the outcome.
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isAppError } from '../../source/domain/app-error.ts';
import type { ContentSource } from '../../source/domain/file-store.ts';
import { localLocation } from '../../source/domain/location.ts';
import { createLocalStore } from '../../source/services/local-store.ts';

const [act = '', path = '/'] = process.argv.slice(2);
const store = createLocalStore();
const place = localLocation(path);

const big: ContentSource = {
  size: 4 * 1024 * 1024,
  modifiedAt: null,
  canReopen: true,
  open: async function* open() {
    for (let count = 0; count < 64; count += 1) yield Buffer.alloc(64 * 1024, count);
  },
};

async function run(): Promise<void> {
  if (act === 'write') await store.write(place, big, { taken: 'refuse' });
  if (act === 'stat') await store.stat(place);
  if (act === 'makeFolder') await store.makeFolder(place);
  if (act === 'remove') await store.remove(place);
  if (act === 'read') await exhaust((await store.read(place)).body);
  if (act === 'list') await exhaust(store.list(place));
}

async function exhaust(all: AsyncIterable<unknown>): Promise<void> {
  const steps = all[Symbol.asyncIterator]();
  while ((await steps.next()).done !== true);
}

try {
  await run();
  console.log('done');
} catch (error) {
  if (!isAppError(error)) throw error;
  const rest = act === 'write' && error.code === 'out-of-space' ? readdirSync(dirname(path)) : [];
  console.log(rest.length === 0 ? error.code : `left over: ${rest.join(', ')}`);
}
