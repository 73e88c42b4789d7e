import { open, stat, unlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../domain/app-error.ts';

/** Milliseconds between two looks at a lock that is held. */
const LOOK_EVERY = 15;
/** Milliseconds after which a lock was left by a program that is gone: it is held for single milliseconds. */
const STALE_AFTER = 5000;
const PATIENCE = 2 * STALE_AFTER;

/**
 * Runs the act while no other program runs one under the same lock, a file beside what it guards. @throws AppError `busy`
 * when it is never free
 */
export async function withFileLock<Result>(path: string, act: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  await takeLock(lock);
  try {
    return await act();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

async function takeLock(lock: string): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await tryLock(lock))) {
    if (Date.now() > end) throw new AppError('busy', 'Another program holds it all the time', { path: lock });
    await dropStale(lock);
    await sleep(LOOK_EVERY);
  }
}

async function tryLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function dropStale(lock: string): Promise<void> {
  const stats = await stat(lock).catch(() => null);
  if (stats !== null && Date.now() - stats.mtimeMs > STALE_AFTER) await unlink(lock).catch(() => undefined);
}
