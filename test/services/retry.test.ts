import { expect, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { DEFAULT_RETRY, isPassing, withTries } from '../../source/services/retry.ts';
import type { Tries } from '../../source/services/retry.ts';

const BUSY = new AppError('busy', 'busy', { status: 503 });

interface Seen {
  readonly tries: Tries;
  /** Milliseconds of each wait, as told. */
  readonly waits: number[];
}

function triesOf(more: Partial<Tries> = {}): Seen {
  const waits: number[] = [];
  const tries: Tries = {
    policy: { ...DEFAULT_RETRY, firstDelay: 1, longestDelay: 4 },
    canRepeat: true,
    signal: undefined,
    now: () => 0,
    random: () => 1,
    onWait: (_error, nextTryAt) => waits.push(nextTryAt),
    ...more,
  };
  return { tries, waits };
}

async function failing(failure: unknown, { tries }: Seen): Promise<{ count: number; error: unknown }> {
  let count = 0;
  const attempt = async (number: number): Promise<never> => {
    count += 1;
    expect(number).toBe(count);
    throw failure;
  };
  const error: unknown = await withTries(tries, attempt).catch((last: unknown) => last);
  return { count, error };
}

test('five tries with waits that double up to a limit, then the last error', async () => {
  const seen = triesOf();
  expect(await failing(BUSY, seen)).toEqual({ count: 5, error: BUSY });
  expect(seen.waits).toEqual([1, 2, 4, 4]);
});

test('chance takes up to half of a wait', async () => {
  const seen = triesOf({ random: () => 0 });
  await failing(BUSY, seen);
  expect(seen.waits).toEqual([0.5, 1, 2, 2]);
});

test.each([
  [7, 7],
  [0, 0],
  [9999, DEFAULT_RETRY.longestRetryAfter],
])('a server that asks for %i s is waited for %i s', async (retryAfter, seconds) => {
  // The first wait is what is looked at; the signal then ends it.
  const stop = new AbortController();
  const waits: number[] = [];
  const onWait: Tries['onWait'] = (_error, nextTryAt) => {
    waits.push(nextTryAt);
    stop.abort(new Error('seen'));
  };
  const busy = new AppError('busy', 'busy', { status: 503, retryAfter });
  const { count, error } = await failing(busy, triesOf({ onWait, random: () => 0, signal: stop.signal }));
  expect([count, error, waits]).toEqual([1, new Error('seen'), [seconds * 1000]]);
});

test('success ends the tries', async () => {
  const { tries, waits } = triesOf();
  let count = 0;
  const answer = await withTries(tries, async (number) => {
    count = number;
    if (number < 3) throw BUSY;
    return 'done';
  });
  expect([answer, count, waits.length]).toEqual(['done', 3, 2]);
});

test('what must not be repeated, a refusal and a bug get one try', async () => {
  expect((await failing(BUSY, triesOf({ canRepeat: false }))).count).toBe(1);
  expect((await failing(new AppError('not-found', 'x', { status: 404 }), triesOf())).count).toBe(1);
  expect((await failing(new TypeError('bug'), triesOf())).count).toBe(1);
});

test.each([
  [new AppError('server-error', '', { status: 500 }), true],
  [new AppError('busy', '', { status: 502 }), true],
  [new AppError('busy', '', { status: 504 }), true],
  [new AppError('busy', '', { status: 429 }), false],
  [new AppError('out-of-space', '', { status: 507 }), false],
  [new AppError('unreachable', '', { reason: 'reset' }), true],
  [new AppError('unreachable', '', { reason: 'timed-out' }), true],
  [new AppError('unreachable', '', { reason: 'refused' }), false],
  [new AppError('unreachable', '', { reason: 'tls' }), false],
  [new AppError('bad-answer', '', { status: 200 }), false],
])('%o passes: %s', (error, passes) => {
  expect(isPassing(error)).toBe(passes);
});
