import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds for which a key may wait. */
const SLICE = 8;

/**
 * Runs the steps to their end, a few milliseconds at a time: keys and pictures come in between. What fits into the first slice
 * is done at once. Rejects with the signal's reason when that fires between two slices.
 */
export async function inSlices<Result>(steps: Generator<void, Result>, signal?: AbortSignal): Promise<Result> {
  let startedAt = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (performance.now() - startedAt < SLICE) continue;
    await nextTurn();
    signal?.throwIfAborted();
    startedAt = performance.now();
  }
}
