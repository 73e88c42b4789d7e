import { isAppError } from '../../domain/app-error.ts';
import type { Stores } from '../data-directory.ts';

/** Milliseconds. Whoever asks wants to know soon. */
const PATIENCE = 2000;

export interface Health {
  readonly isHealthy: boolean;
  /** Each part with `ok` or what is wrong with it. */
  readonly parts: Readonly<Record<'metadata' | 'blobs', string>>;
}

/** Has both stores do something small, in a folder also write. */
export async function checkHealth({ metadata, blobs }: Stores): Promise<Health> {
  const [inMetadata, inBlobs] = await Promise.all([tryOut(() => metadata.probe()), tryOut(() => blobs.probe())]);
  const parts = { metadata: inMetadata, blobs: inBlobs };
  return { isHealthy: Object.values(parts).every((part) => part === 'ok'), parts };
}

async function tryOut(act: () => Promise<unknown>): Promise<string> {
  const answered = act().then(() => 'ok', toWord);
  let timer: NodeJS.Timeout | undefined;
  const waited = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, 'not answering');
  });
  return await Promise.race([answered, waited]).finally(() => clearTimeout(timer));
}

/** The words of an error may name places of this machine, so they stay here: they are in the log of requests that failed. */
function toWord(error: unknown): string {
  const code = isAppError(error) ? error.code : null;
  if (code === 'out-of-space') return 'full';
  if (code === 'permission-denied') return 'not writable';
  return code === 'unsupported' || code === 'not-a-folder' ? 'gone' : 'not answering';
}
