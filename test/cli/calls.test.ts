import { expect, it } from 'vitest';
import { createCalls } from '../../source/cli/thread/calls.ts';

it('a thread that is gone answers nobody: who waits is told, and who calls later too', async () => {
  const calls = createCalls(() => undefined);
  const waiting = calls.send('quota', ['embedded']);
  calls.fail(new Error('gone'));
  await expect(waiting).rejects.toThrow('gone');
  await expect(calls.send('quota', ['embedded'])).rejects.toThrow('gone');
  await expect(calls.whenIdle()).rejects.toThrow('gone');
});
