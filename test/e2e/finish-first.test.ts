import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { farCloud, type FarCloud } from '../helpers/far-cloud.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';
import { noise } from '../transfers/cloud-rig.ts';

const FILES = 60;
const SIZE = 150_000;

/** A copy of many files under way, and the person on the way out who wants it finished first. */
async function leaving(home: Home, cloud: FarCloud): Promise<PtyTerminal> {
  mkdirSync(join(home.work, 'many'));
  for (let file = 0; file < FILES; file += 1) writeFileSync(join(home.work, 'many', `${file}`), noise(SIZE, file));
  // Two at a time leave most of them for later.
  mkdirSync(join(home.path, 'config', 'u1file'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), '{"parallelFiles": 2}');
  cloud.proxy.faults.throttle = 300_000;
  const terminal = openProgram(home, ['.', 'testing'], { env: cloud.env });
  await terminal.waitFor('0 entries');
  await terminal.waitFor('many');
  terminal.press('down', 'f5');
  await terminal.waitFor('Enter starts');
  terminal.press('enter');
  await terminal.waitFor(new RegExp(`[1-9]\\d* of ${FILES} files`));
  terminal.press('q');
  await terminal.waitFor('Finish first, then quit');
  terminal.press('down', 'enter');
  await terminal.waitFor('finishing a transfer');
  return terminal;
}

/** Sizes of what is in the cloud. */
async function arrived({ direct }: FarCloud): Promise<(number | null)[]> {
  const sizes: (number | null)[] = [];
  for await (const batch of direct.list(cloudLocation('me', 'testing', '/many'))) {
    sizes.push(...batch.map(({ size }) => size));
  }
  return sizes;
}

it('finishing first, a Ctrl-C lets the open files end and keeps the rest, which the next start goes on with', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  const terminal = await leaving(home, cloud);
  terminal.press('ctrl+c');
  await terminal.waitFor('the files under way are finished; Ctrl-C again stops at once');
  cloud.proxy.faults.throttle = null;
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  const whole = await arrived(cloud);
  expect(whole.length).toBeLessThan(FILES);
  expect(new Set(whole)).toEqual(new Set([SIZE]));
  expect((await runProgram(home, ['jobs'])).stdout).toContain(`left over  ${whole.length} files done`);
  expect(await runProgram(home, ['jobs', 'run'], { env: cloud.env })).toMatchObject({ status: 0 });
  expect(await arrived(cloud)).toHaveLength(FILES);
});

it('a second Ctrl-C stops the open files too, and they stay for the next start', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  const terminal = await leaving(home, cloud);
  // The open files would take minutes from here on.
  cloud.proxy.faults.throttle = 1000;
  terminal.press('ctrl+c');
  await terminal.waitFor('Ctrl-C again stops at once');
  terminal.press('ctrl+c');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  expect((await runProgram(home, ['jobs'])).stdout).toContain('left over');
});
