import { clearMemory } from './clear-memory.ts';
import type { Store } from '../state/store.ts';

/** Milliseconds without a change after which nobody is at work with the program. */
const IDLE = 30_000;

/**
 * Gives memory back while nobody does anything: the thread of the engine ends, and what this one has no use for is cleared, which holds it for
 * some hundredths of a second and would be felt under a key. Answers the function that ends it.
 * @param rest ends the thread where nothing is under way, and answers whether it did
 */
export function restWhenIdle(
  store: Pick<Store<unknown, never>, 'subscribe'>,
  rest: () => Promise<boolean>,
  clear: () => Promise<void> = clearMemory,
): () => void {
  const timer = setTimeout(() => void act(), IDLE).unref();
  const act = async (): Promise<void> => {
    if (await rest()) await clear();
    else timer.refresh();
  };
  const unsubscribe = store.subscribe(() => timer.refresh());
  return () => {
    clearTimeout(timer);
    unsubscribe();
  };
}
