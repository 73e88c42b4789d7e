import { first } from '../metadata/work.ts';
import type { Stores } from '../data-directory.ts';

/** Milliseconds. Whoever asks wants to know soon. */
const PATIENCE = 2000;

export interface Health {
  readonly isHealthy: boolean;
  /** Each part with `ok` or what is wrong with it. */
  readonly parts: Readonly<Record<'metadata' | 'blobs', string>>;
}

/** Asks both stores for something small. */
export async function checkHealth({ metadata, blobs }: Stores): Promise<Health> {
  const parts = {
    metadata: await tryOut(() => metadata.read((tx) => first(tx.db.selectFrom('account').select('id').limit(1)))),
    blobs: await tryOut(() => blobs.sizeOf(`sha1:${'0'.repeat(40)}`)),
  };
  return { isHealthy: Object.values(parts).every((part) => part === 'ok'), parts };
}

async function tryOut(act: () => Promise<unknown>): Promise<string> {
  // The reason may name places of this machine: it is in the log of the request that failed.
  const answered = act().then(
    () => 'ok',
    () => 'not answering',
  );
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, 'not answering');
  });
  return await Promise.race([answered, waited]).finally(() => clearTimeout(timer));
}
