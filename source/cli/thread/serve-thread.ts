import type { MessagePort } from 'node:worker_threads';
import { isAppError, toErrorRecord } from '../../domain/app-error.ts';
import { errorWithHint } from '../../domain/error-words.ts';
import type { FileStore } from '../../domain/file-store.ts';
import { cloudLocation, type Location } from '../../domain/location.ts';
import type { Job } from '../../domain/transfer.ts';
import { fromDiskError } from '../../services/local/disk-error.ts';
import { labelOf } from '../cli.ts';
import { openJobKeeper, type JobKeeper } from '../job-keeper.ts';
import { createStores, type Stores } from '../stores.ts';
import { createJobTeller, type JobTeller } from './job-news.ts';
import { readPart } from './read-parts.ts';
import type { FromThread, StoreCall, ThreadStart, ToThread } from './messages.ts';

/** Serves the cloud's store and the engine to the other end of the port. */
export function serveThread(port: MessagePort, { account, paths }: ThreadStart): void {
  const tell = (message: FromThread): void => port.postMessage(message);
  const stores = createStores({
    paths,
    account,
    observe: (record) => tell({ type: 'request', record }),
    onSignedOut: (accountId) => tell({ type: 'signed-out', accountId }),
  });
  const teller = createJobTeller(() => performance.now());
  const keeper = openKeeper(stores, paths.state, tell, teller);
  const calls = new Map<number, AbortController>();
  // The screen waits for the cloud anyway: it is opened while the first call is still on its way.
  stores.warmUp(labelOf(account).accountId);
  port.on('message', (message: ToThread) => {
    switch (message.type) {
      case 'call':
        void answerCall({ stores, calls, tell }, message);
        return;
      case 'abort':
        calls.get(message.id)?.abort();
        return;
      case 'command':
        void keeper.then(({ perform, engine }) => {
          perform(message.command);
          if (message.command.type !== 'forget' && message.command.type !== 'forget-ended') return;
          const listed = new Set(engine.jobs().map(({ spec }) => spec.id));
          tell({ type: 'forgotten', jobIds: teller.forgetAllBut(listed) });
        });
        return;
      case 'when-idle':
        void keeper
          .then(async ({ engine }) => engine.whenIdle())
          .then(() => tell({ type: 'result', id: message.id, value: null }));
        return;
      case 'forget':
        void stores.forget(message.accountId);
        return;
      case 'rest':
        void keeper.then(({ isAtRest }) => {
          const isPossible = calls.size === 0 && isAtRest();
          tell({ type: 'rest', isPossible });
          return isPossible ? end() : undefined;
        });
        return;
      case 'close':
        void end();
    }
  });
  const end = async (): Promise<void> =>
    close(keeper, stores).finally(() => {
      tell({ type: 'closed' });
      port.close();
    });
}

async function openKeeper(
  stores: Stores,
  stateDir: string,
  tell: (message: FromThread) => void,
  teller: JobTeller,
): Promise<JobKeeper> {
  const onTrouble = (error: unknown): void => tell({ type: 'trouble', words: wordsOf(error) });
  const keeper = await openJobKeeper({ stores, stateDir, onTrouble });
  const tellJob = (job: Job): void => tell({ type: 'job', news: teller.newsOf(job) });
  keeper.engine.subscribe(tellJob);
  for (const job of keeper.leftOver) tellJob(job);
  // One that had come to its end with failures was under way no more.
  const count = keeper.leftOver.filter(({ state }) => state === 'paused').length;
  if (count > 0) tell({ type: 'left-over', count });
  // Not waited for: one of the others may be stopped and answer only when it goes on.
  keeper.followOthers(tellJob).catch(onTrouble);
  return keeper;
}

async function close(keeper: Promise<JobKeeper>, stores: Stores): Promise<void> {
  await (await keeper).close();
  await stores.close();
}

function wordsOf(thrown: unknown): string {
  const error = fromDiskError(thrown);
  if (isAppError(error)) return errorWithHint(toErrorRecord(error));
  return error instanceof Error ? error.message : String(error);
}

interface Answering {
  readonly stores: Stores;
  readonly calls: Map<number, AbortController>;
  readonly tell: (message: FromThread) => void;
}

async function answerCall(
  { stores, calls, tell }: Answering,
  { id, call, args }: Extract<ToThread, { type: 'call' }>,
): Promise<void> {
  const controller = new AbortController();
  calls.set(id, controller);
  try {
    const [store, own] = storeOf(stores, { call, args });
    const value = await run(store, { call, args: own, signal: controller.signal }, (entries) => {
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

/** The store that a call is for, and the call's own arguments. */
function storeOf(
  stores: Stores,
  { call, args }: Pick<Call, 'call' | 'args'>,
): readonly [store: FileStore, own: readonly unknown[]] {
  const [first, ...rest] = args;
  if (call === 'quota') return [stores.storeFor(cloudLocation(String(first), null)), rest];
  return [stores.storeFor(first as Location), args];
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
  if (call === 'read') {
    const [file, options] = args as Parameters<FileStore['read']>;
    return readPart(store, file, { ...options, signal });
  }
  // The last argument of every other call is its options, from which the signal was taken out.
  const options = { ...(args.at(-1) as object), signal };
  const method = store[call] as (...all: readonly unknown[]) => Promise<unknown>;
  return method.call(store, ...args.slice(0, -1), options);
}
