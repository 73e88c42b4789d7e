import type { Readable } from 'node:stream';
import type { ContentSource } from '../../domain/file-store.ts';
import { AppError } from '../../domain/app-error.ts';

/**
 * A stream (standard input) as the source of an upload: of unknown size, and to be read once.
 * @throws AppError `unsupported` from the second opening
 */
export function sourceFromStream(stream: Readable): ContentSource {
  let isTaken = false;
  return {
    size: null,
    modifiedAt: null,
    canReopen: false,
    open: (signal) => {
      if (isTaken) throw new AppError('unsupported', 'Standard input can be read only once');
      isTaken = true;
      return readStream(stream, signal);
    },
  };
}

async function* readStream(stream: Readable, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  // A stream that gives nothing would never look at the signal: destroying it is what ends the wait.
  const stop = (): void => void stream.destroy();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream) {
      signal?.throwIfAborted();
      yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    }
    signal?.throwIfAborted();
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
