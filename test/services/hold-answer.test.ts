import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { holdAnswer } from '../../source/services/remote/hold-answer.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { startOwnServer } from './own-server.ts';

function answerThatTells(): { answer: Parameters<typeof holdAnswer>[0]; isCancelled: () => boolean } {
  let isCancelled = false;
  // oxlint-disable-next-line typescript/require-await -- a body of an answer is asynchronous by its type
  const body = (async function* empty(): AsyncGenerator<Uint8Array> {})();
  const cancel = (): void => {
    isCancelled = true;
  };
  return { answer: { status: 200, header: () => null, body, cancel }, isCancelled: () => isCancelled };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('an answer is kept for a reader who comes in time', () => {
  const { answer, isCancelled } = answerThatTells();
  const held = holdAnswer(answer);
  vi.advanceTimersByTime(14_000);
  expect(held.take()).toBe(answer);
  vi.advanceTimersByTime(60_000);
  expect(isCancelled()).toBe(false);
  expect(held.take()).toBeNull();
});

test('an answer that nobody takes is let go of', () => {
  const { answer, isCancelled } = answerThatTells();
  const held = holdAnswer(answer);
  vi.advanceTimersByTime(16_000);
  expect(isCancelled()).toBe(true);
  expect(held.take()).toBeNull();
});

test('a reader who comes late gets the content all the same', async () => {
  const own = await startOwnServer();
  const store = createRemoteStore(own.client());
  const file = cloudLocation('test', 'Ubuntu One', '/a');
  const content = Buffer.alloc(5_000_000, 'u1');
  await store.write(file, sourceOf(content), { taken: 'refuse' });
  const { body } = await store.read(file);
  vi.advanceTimersByTime(16_000);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(content)).toBe(true);
  await own.close();
});
