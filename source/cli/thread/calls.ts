import { fromErrorRecord } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { CallOptions } from '../../domain/file-store.ts';
import type { Location } from '../../domain/location.ts';
import type { FromThread, StoreCall, ToThread } from './messages.ts';

/** Calls to the thread that wait for their answers. */
export interface Calls {
  readonly send: <Value>(
    call: Exclude<StoreCall, 'list'>,
    args: readonly unknown[],
    options?: CallOptions,
  ) => Promise<Value>;
  /** A folder's entries as they come. */
  readonly stream: (folder: Location, signal: AbortSignal | undefined) => AsyncIterable<readonly Entry[]>;
  readonly whenIdle: () => Promise<void>;
  /** Gives an answer to who waits for it; one that nobody waits for any more is dropped. */
  readonly take: (message: FromThread) => void;
  /** The thread is gone: everybody is told, whoever calls later too. */
  readonly fail: (error: Error) => void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly onBatch?: (entries: readonly Entry[]) => void;
}

/** Numbers calls, sends them, and matches the answers. */
export function createCalls(tell: (message: ToThread) => void): Calls {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let end: Error | null = null;

  const start = async (
    message: (id: number) => ToThread,
    signal: AbortSignal | undefined,
    onBatch?: (entries: readonly Entry[]) => void,
  ): Promise<unknown> => {
    signal?.throwIfAborted();
    if (end !== null) throw end;
    const id = (last += 1);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(id, { resolve, reject, ...(onBatch === undefined ? {} : { onBatch }) });
    const abort = (): void => {
      tell({ type: 'abort', id });
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', abort, { once: true });
    tell(message(id));
    try {
      return await promise;
    } finally {
      waiting.delete(id);
      signal?.removeEventListener('abort', abort);
    }
  };

  return {
    async send<Value>(call: StoreCall, args: readonly unknown[], options: CallOptions = {}) {
      const { signal, ...rest } = options;
      const value = await start((id) => ({ type: 'call', id, call, args: [...args, rest] }), signal);
      return value as Value;
    },
    stream: (folder, signal) =>
      streamOf(async (onBatch) => start((id) => ({ type: 'call', id, call: 'list', args: [folder] }), signal, onBatch)),
    async whenIdle() {
      await start((id) => ({ type: 'when-idle', id }), undefined);
    },
    take(message) {
      if (message.type === 'batch') waiting.get(message.id)?.onBatch?.(message.entries);
      else if (message.type === 'result') waiting.get(message.id)?.resolve(message.value);
      else if (message.type === 'error') waiting.get(message.id)?.reject(errorOf(message));
    },
    fail(error) {
      end = error;
      for (const { reject } of waiting.values()) reject(error);
    },
  };
}

/** Batches that are pushed, as an iterable to pull them from. */
async function* streamOf(
  run: (onBatch: (entries: readonly Entry[]) => void) => Promise<unknown>,
): AsyncGenerator<readonly Entry[]> {
  // The last one is null: all is here, or `ending` tells why not.
  const batches: (readonly Entry[] | null)[] = [];
  let wake = Promise.withResolvers<void>();
  const push = (batch: readonly Entry[] | null): void => {
    batches.push(batch);
    wake.resolve();
  };
  const ending = run(push).finally(() => push(null));
  // Its failure is thrown below; it must not count as nobody's before that.
  ending.catch(() => undefined);
  for (;;) {
    const batch = batches.shift();
    if (batch === null) break;
    if (batch !== undefined) {
      yield batch;
      continue;
    }
    wake = Promise.withResolvers<void>();
    await wake.promise;
  }
  await ending;
}

/** Errors cross as data and are errors again on this side. */
function errorOf({ error, bug }: Extract<FromThread, { type: 'error' }>): Error {
  return error === null ? new Error(bug) : fromErrorRecord(error);
}
