import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { readAll, sourceOf } from '../contracts/fixtures.ts';
import { farCloud, type FarCloud } from '../helpers/far-cloud.ts';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';
import { smallDisk } from '../server/small-disk.ts';
import { noise } from '../transfers/cloud-rig.ts';

const SIZE = 400_000;
const place = cloudLocation('me', 'testing', '/a');

/** Resolves once content is on its way. */
async function midway({ proxy }: FarCloud): Promise<void> {
  const before = proxy.passed;
  await expect.poll(() => proxy.passed - before, { timeout: 30_000, interval: 20 }).toBeGreaterThan(SIZE / 16);
}

it('a target that changes while its file is under way is not overwritten, which is status 8', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  const run = async (args: readonly string[]) => runProgram(home, args, { env: cloud.env });
  const own = join(home.work, 'a');
  writeFileSync(own, noise(SIZE, 1));
  await cloud.direct.write(place, sourceOf('old'), { taken: 'refuse' });
  // Slow enough for all that happens meanwhile; then it may hurry.
  const slowly = ['--overwrite', '--limit', '25k'];
  const putting = run(['put', ...slowly, 'a', 'testing/a']);
  await midway(cloud);
  await cloud.direct.write(place, sourceOf('somebody else'), { taken: 'replace' });
  expect(await run(['jobs', 'limit', 'none'])).toMatchObject({ status: 0 });
  const put = await putting;
  expect(put).toMatchObject({ status: 8, stdout: '' });
  expect(put.stderr).toMatch(/testing\/a: .*changed/);
  expect((await readAll(cloud.direct, place)).toString()).toBe('somebody else');

  await cloud.direct.write(place, sourceOf(noise(SIZE, 2)), { taken: 'replace' });
  const getting = run(['get', ...slowly, 'testing/a', 'a']);
  await midway(cloud);
  writeFileSync(own, 'written meanwhile');
  expect(await run(['jobs', 'limit', 'none'])).toMatchObject({ status: 0 });
  const got = await getting;
  expect(got).toMatchObject({ status: 8, stdout: '' });
  expect(got.stderr).toMatch(/a: .*changed/);
  expect(readFileSync(own, 'utf8')).toBe('written meanwhile');
  expect(readdirSync(home.work)).toEqual(['a']);
});

it('a full disk pauses the transfer and says so, and it goes on once there is room; a verb ends with status 6', async ({
  skip,
}) => {
  const disk = await smallDisk(3 * 2 ** 20);
  if (disk === null) return skip('only root may mount a disk');
  const home = makeHome();
  const cloud = await farCloud();
  const bytes = noise(2_000_000, 3);
  await cloud.direct.write(place, sourceOf(bytes), { taken: 'refuse' });
  writeFileSync(join(disk, 'filler'), noise(2_000_000, 4));
  const got = await runProgram(home, ['get', 'testing/a', `${disk}/`], { env: cloud.env });
  expect(got).toMatchObject({ status: 6, stdout: '' });
  expect(readdirSync(disk)).toEqual(['filler']);

  const terminal = openProgram(home, [disk, 'testing'], { env: cloud.env });
  await terminal.waitFor(/│ {2}a /);
  terminal.press('tab', 'down', 'f5');
  await terminal.waitFor('Taken names');
  terminal.press('enter');
  await terminal.waitFor(/⇣ a .*paused: .*(full|space)/);
  expect((await runProgram(home, ['jobs'])).stdout).toMatch(/paused .*\n +waits for +.*The disk is full.*Make room/);
  rmSync(join(disk, 'filler'));
  terminal.press('t', 'p');
  await terminal.waitFor(/⇣ a .*done/);
  expect(readFileSync(join(disk, 'a')).equals(bytes)).toBe(true);
  expect(readdirSync(disk)).toEqual(['a']);
  terminal.press('esc');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('Transfers')));
  terminal.press('q');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
});
