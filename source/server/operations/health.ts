import { first } from '../metadata/work.ts';
import type { DataDirectory } from '../data-directory.ts';

export interface Health {
  readonly isHealthy: boolean;
  /** Each part with `ok` or what is wrong with it. */
  readonly parts: Readonly<Record<'metadata' | 'blobs', string>>;
}

/** Asks both stores for something small. */
export async function checkHealth({ metadata, blobs }: DataDirectory): Promise<Health> {
  const parts = {
    metadata: await tryOut(() => metadata.read((tx) => first(tx.db.selectFrom('account').select('id').limit(1)))),
    blobs: await tryOut(() => blobs.sizeOf(`sha1:${'0'.repeat(40)}`)),
  };
  return { isHealthy: Object.values(parts).every((part) => part === 'ok'), parts };
}

async function tryOut(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'ok';
  } catch {
    // The reason may name places of this machine: it is in the log of the request that failed.
    return 'not answering';
  }
}
