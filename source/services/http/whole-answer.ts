import type { Dispatcher } from 'undici';

/** Bytes; what a file's content or an answer about one node may have to be taken whole. */
const LONGEST = 1024 * 1024;

export interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly chunks: readonly Uint8Array[];
}

/**
 * Sends a request and resolves once all of its small answer is here: what is read in one go needs no stream, whose making
 * takes longer than such an answer. Null when it is a long one after all. Rejects with the library's error, or with the
 * signal's reason.
 */
export async function askWhole(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal | undefined,
): Promise<WholeAnswer | null> {
  const answer = Promise.withResolvers<WholeAnswer | null>();
  const chunks: Uint8Array[] = [];
  let head: Pick<WholeAnswer, 'statusCode' | 'headers'> = { statusCode: 0, headers: {} };
  let length = 0;
  let controller: Dispatcher.DispatchController | null = null;
  const abort = (): void => {
    answer.reject(signal?.reason as Error);
    controller?.abort(signal?.reason as Error);
  };
  signal?.addEventListener('abort', abort, { once: true });
  dispatcher.dispatch(options, {
    onRequestStart(begun) {
      controller = begun;
      if (signal?.aborted === true) abort();
    },
    onResponseStart(_, statusCode, headers) {
      head = { statusCode, headers };
    },
    onResponseData(running, chunk) {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= LONGEST) return;
      answer.resolve(null);
      running.abort(new Error('it is too long'));
    },
    onResponseEnd: () => answer.resolve({ ...head, chunks }),
    onResponseError: (_, error) => answer.reject(error),
  });
  try {
    return await answer.promise;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
