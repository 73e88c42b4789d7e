import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canContain, contained, handOver } from '../../bench/soak/contain.ts';
import { soak } from '../../bench/soak/soak.ts';

const isPossible = canContain();

it.skipIf(!isPossible)(
  'what runs in the soak can write to its own folder and nowhere else, and sees none of the machine',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'u1file-probe-'));
    handOver(folder);
    const probe = `
    const fs = require('fs');
    for (const line of fs.readFileSync('/proc/self/mounts', 'utf8').split('\\n').filter(Boolean)) {
      const at = line.split(' ')[1];
      try { fs.writeFileSync(at + '/.u1file-soak', ''); console.log(at); } catch {}
    }
    console.log(fs.readdirSync('/').includes('home'));`;
    const { stdout } = spawnSync('unshare', contained(folder, [process.execPath, '-e', probe]), { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout.trim().split('\n')).toEqual([folder, 'false']);
  },
);

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
