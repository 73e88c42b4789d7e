import { AppError } from '../domain/app-error.ts';
import type { Job } from '../domain/transfer.ts';
import type { Cli } from './cli.ts';
import { openJobKeeper } from './job-keeper.ts';
import { applyLimits, settledLimits } from './limits.ts';
import { createStores } from './stores.ts';

/**
 * Goes on with the jobs that programs left, without a screen, until nothing is running; what failed in them is tried again. What waits for a person (a
 * question, trouble) stays written down; interrupted, the rest does too, at the first SIGINT once the files under way
 * have ended.
 */
export async function runLeftOver(cli: Cli): Promise<void> {
  const stores = createStores({ paths: cli.paths, account: await cli.account(undefined) });
  const keeper = await openJobKeeper({ stores, stateDir: cli.paths.state, onTrouble: () => undefined });
  const { engine } = keeper;
  let isInterrupted = false;
  const undrain = cli.drainWith(() => {
    isInterrupted = true;
    engine.perform({ type: 'drain-all' });
  });
  try {
    applyLimits(engine, settledLimits(cli, {}));
    engine.perform({ type: 'resume-all' });
    engine.perform({ type: 'retry-all' });
    await Promise.race([engine.whenIdle(), allWait(engine), interrupted(cli.signal)]);
  } finally {
    undrain();
    await keeper.close();
    await stores.close();
  }
  if (isInterrupted) throw new AppError('cancelled', 'interrupted; what is left waits for the next start');
}

/** Resolves once every job that is left waits for a person. */
async function allWait(engine: { jobs(): readonly Job[]; subscribe(listener: () => void): () => void }): Promise<void> {
  const waits = Promise.withResolvers<void>();
  const look = (): void => {
    const left = engine.jobs().filter(({ state }) => state === 'running' || state === 'waiting');
    if (left.length === 0) waits.resolve();
  };
  const stop = engine.subscribe(look);
  look();
  await waits.promise;
  stop();
}

async function interrupted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
