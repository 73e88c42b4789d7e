import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { clearMemory } from '../../source/cli/clear-memory.ts';
import { restWhenIdle } from '../../source/cli/rest-when-idle.ts';
import { createStore } from '../../source/state/store.ts';

const IDLE = 30_000;

describe('restWhenIdle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function setup() {
    const store = createStore((count: number, by: number) => count + by, 0);
    const rest = vi.fn(async () => true);
    const clear = vi.fn(async () => undefined);
    return { store, rest, clear, stop: restWhenIdle(store, rest, clear) };
  }

  it('waits until nothing has changed for half a minute, and again after the next change', async () => {
    const { store, rest, clear } = setup();
    await vi.advanceTimersByTimeAsync(IDLE - 1);
    store.dispatch(1);
    await vi.advanceTimersByTimeAsync(IDLE - 1);
    expect(rest).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10 * IDLE);
    expect(clear).toHaveBeenCalledTimes(1);
    store.dispatch(1);
    await vi.advanceTimersByTimeAsync(IDLE);
    expect(clear).toHaveBeenCalledTimes(2);
  });

  it('clears nothing while something is under way, and asks again', async () => {
    const { rest, clear } = setup();
    rest.mockResolvedValueOnce(false);
    await vi.advanceTimersByTimeAsync(IDLE);
    expect(rest).toHaveBeenCalledTimes(1);
    expect(clear).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(IDLE);
    expect(clear).toHaveBeenCalledTimes(1);
  });

  it('asks no more once it is stopped', async () => {
    const { rest, stop } = setup();
    stop();
    await vi.advanceTimersByTimeAsync(10 * IDLE);
    expect(rest).not.toHaveBeenCalled();
  });
});

it('what nobody holds any more is given back to the system', async () => {
  const megabytes = (): number => getHeapStatistics().total_physical_size / 1_000_000;
  let held: number[][] | null = Array.from({ length: 200 }, () => Array.from({ length: 20_000 }, (_, at) => at / 2));
  const before = megabytes();
  expect(held).toHaveLength(200);
  held = null;
  await clearMemory();
  expect(before - megabytes()).toBeGreaterThan(20);
  expect('gc' in globalThis).toBe(false);
});
