import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { DiskSync } from '../../source/services/local/disk-sync.ts';

test('a disk that is slow is not waited for on the thread, but tried again now and then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'u1-sync-'));
  const file = openSync(join(folder, 'a'), 'w');
  onTestFinished(() => {
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
  let now = 0;
  let wait = 0.05;
  let tries = 0;
  // Every second look at the clock is the end of a wait on the thread.
  const disk = new DiskSync(() => {
    tries += 0.5;
    return (now += wait);
  });
  const files = async (count: number): Promise<number> => {
    const before = tries;
    for (let each = 0; each < count; each += 1) await disk.file(file);
    return tries - before;
  };
  expect(await files(10)).toBe(10);
  wait = 5;
  // One slow wait may be the machine's, three are the disk's.
  expect(await files(90)).toBe(4);
  expect(disk.isQuick).toBe(false);
  wait = 0.05;
  expect(await files(200)).toBeGreaterThan(50);
  expect(disk.isQuick).toBe(true);
});
