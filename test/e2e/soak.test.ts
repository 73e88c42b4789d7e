import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canContain, contained, handOver } from '../../bench/soak/contain.ts';
import { soak } from '../../bench/soak/soak.ts';

const isPossible = canContain();

it.skipIf(!isPossible)('what runs in the soak can write to its own folder and nowhere else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'u1file-probe-'));
  handOver(folder);
  const words =
    'for at in $(cut -d " " -f 2 /proc/self/mounts); do if touch "$at/.u1file-soak"; then echo "$at"; fi; done';
  const { stdout } = spawnSync('unshare', contained(folder, ['sh', '-c', words]), { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  expect(stdout.trim()).toBe(folder);
});

// `npm run soak` does the same for an hour.
it.skipIf(!isPossible)(
  'random keys, sizes, transfers and faults leave nothing stuck and no cell wrong',
  async () => {
    const { looks, status } = await soak({ minutes: 0.15, seed: 20110413, lookEvery: 3 });
    expect(looks.length).toBeGreaterThan(0);
    expect(status).toBe(0);
  },
  300_000,
);
