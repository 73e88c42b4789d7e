import type { MessagePort } from 'node:worker_threads';
import { isAppError, toErrorRecord } from '../../domain/app-error.ts';
import type { FileStore } from '../../domain/file-store.ts';
import { createLocalStore } from '../../services/local-store.ts';
import { createTransferEngine } from '../../transfers/engine.ts';
import { createDeferredStore } from '../deferred-store.ts';
import { openCloud } from '../open-cloud.ts';
import { openOnce } from '../open-once.ts';
import type { FromThread, StoreCall, ThreadStart, ToThread } from './messages.ts';

/** Serves the cloud's store and the engine to the other end of the port. The cloud is opened at the first need. */
export function serveThread(port: MessagePort, { account, label, paths }: ThreadStart): void {
  const tell = (message: FromThread): void => port.postMessage(message);
  const cloud = openOnce(async () =>
    openCloud({ account, label, paths, observe: (record) => tell({ type: 'request', record }) }),
  );
  const cloudStore = createDeferredStore(async () => (await cloud.open()).store);
  const localStore = createLocalStore();
  const engine = createTransferEngine({
    storeFor: (location) => (location.side === 'local' ? localStore : cloudStore),
  });
  const calls = new Map<number, AbortController>();
  engine.subscribe((job) => tell({ type: 'job', job }));
  // The screen waits for the cloud anyway: it is opened while the first call is still on its way.
  cloud.open().catch(() => undefined);
  port.on('message', (message: ToThread) => {
    switch (message.type) {
      case 'call':
        void answerCall({ store: cloudStore, calls, tell }, message);
        return;
      case 'abort':
        calls.get(message.id)?.abort();
        return;
      case 'command':
        engine.perform(message.command);
        return;
      case 'when-idle':
        void engine.whenIdle().then(() => tell({ type: 'result', id: message.id, value: null }));
        return;
      case 'close':
        void cloud.close().finally(() => {
          tell({ type: 'closed' });
          port.close();
        });
    }
  });
}

interface Answering {
  readonly store: FileStore;
  readonly calls: Map<number, AbortController>;
  readonly tell: (message: FromThread) => void;
}

async function answerCall(
  { store, calls, tell }: Answering,
  { id, call, args }: Extract<ToThread, { type: 'call' }>,
): Promise<void> {
  const controller = new AbortController();
  calls.set(id, controller);
  try {
    const value = await run(store, { call, args, signal: controller.signal }, (entries) => {
      tell({ type: 'batch', id, entries });
    });
    tell({ type: 'result', id, value });
  } catch (error) {
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ type: 'error', id, error: isAppError(error) ? toErrorRecord(error) : null, bug });
  } finally {
    calls.delete(id);
  }
}

interface Call {
  readonly call: StoreCall;
  readonly args: readonly unknown[];
  readonly signal: AbortSignal;
}

/** Runs one call of the store; its arguments are those that `createThreadStore` sent, in their order. */
async function run(
  store: FileStore,
  { call, args, signal }: Call,
  onBatch: (entries: Awaited<ReturnType<FileStore['stat']>>[]) => void,
): Promise<unknown> {
  if (call === 'list') {
    const [folder] = args as Parameters<FileStore['list']>;
    for await (const entries of store.list(folder, { signal })) onBatch([...entries]);
    return null;
  }
  // The last argument of every other call is its options, from which the signal was taken out.
  const options = { ...(args.at(-1) as object), signal };
  const method = store[call] as (...all: readonly unknown[]) => Promise<unknown>;
  return method.call(store, ...args.slice(0, -1), options);
}
