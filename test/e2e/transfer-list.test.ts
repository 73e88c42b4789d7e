import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { farCloud } from '../helpers/far-cloud.ts';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';
import { noise } from '../transfers/cloud-rig.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];

it('pauses, moves, cancels and retries one and all, in the list and from another terminal', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  mkdirSync(join(home.work, 'here'));
  for (const [at, name] of NAMES.entries()) writeFileSync(join(home.work, 'here', name), noise(1_000_000, at));
  cloud.proxy.faults.throttle = 20_000;
  // How many run by themselves goes by what the line gives, which is not looked at here.
  mkdirSync(join(home.path, 'config', 'u1file'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), '{"parallelFiles": 3}');
  const terminal = openProgram(home, ['here', 'testing'], { env: cloud.env });
  await terminal.waitFor('nothing here');
  for (let count = 0; count < NAMES.length; count += 1) {
    terminal.press('down', 'f5');
    await terminal.waitFor('Taken names');
    terminal.press('enter');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Taken names')));
  }
  terminal.press('t', 'home');
  // Three run, two wait their turn.
  await terminal.waitFor(/> ⇡ a .*\n.*⇡ b .*\n.*⇡ c .*\n.*⇡ d .*waiting.*\n.*⇡ e .*waiting/);
  terminal.press('end', 'K');
  await terminal.waitFor(/> ⇡ e .*waiting.*\n.*⇡ d .*waiting/);
  terminal.press('J');
  await terminal.waitFor(/⇡ d .*waiting.*\n.*> ⇡ e .*waiting/);
  terminal.press('P');
  await terminal.waitFor((rows) => rows.filter((row) => row.includes('paused at')).length >= NAMES.length);
  terminal.press('P');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('paused at')));

  const jobs = async (): Promise<readonly { readonly id: string; readonly state: string }[]> =>
    (await runProgram(home, ['jobs', '--json'])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; state: string });
  const states = async (): Promise<readonly string[]> => (await jobs()).map(({ state }) => state);
  await expect.poll(states, { timeout: 20_000 }).toEqual(['running', 'running', 'running', 'waiting', 'waiting']);
  const last = (await jobs()).at(-1)?.id ?? '';
  expect((await runProgram(home, ['jobs', 'up', last.slice(0, 8)])).status).toBe(0);
  await expect.poll(async () => (await jobs()).at(-2)?.id, { timeout: 20_000 }).toBe(last);
  expect((await runProgram(home, ['jobs', 'cancel', last])).status).toBe(0);
  await terminal.waitFor(/⇡ e .*cancelled/);
  expect((await runProgram(home, ['jobs', 'limit', 'fast'])).stderr).toContain('fast is no rate');
  expect((await runProgram(home, ['jobs', 'limit', '2M'])).status).toBe(0);
  terminal.press('D');
  await terminal.waitFor((rows) => rows.filter((row) => row.includes('cancelled')).length >= NAMES.length);
  terminal.press('X');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('⇡')));
  expect((await runProgram(home, ['jobs'])).stdout).toBe('');

  // What a person skips can be tried again from elsewhere too, and is asked about anew.
  cloud.proxy.faults.throttle = null;
  await cloud.direct.write(cloudLocation('me', 'testing', '/e'), sourceOf('old'), { taken: 'refuse' });
  terminal.press('esc');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('Transfers')));
  terminal.press('f5');
  await terminal.waitFor('Taken names');
  terminal.press('enter');
  await terminal.waitFor('┌ The name is taken');
  terminal.press('esc');
  await terminal.waitFor(/Skipped: .*The name is taken/);
  terminal.press('t');
  await terminal.waitFor(/> ⇡ e .*done.*1 skipped/);
  await terminal.waitFor(/- skipped: .*The name is taken/);
  expect((await runProgram(home, ['jobs'])).stdout).toMatch(/done .*\n +skipped +.*The name is taken\n$/);
  expect((await runProgram(home, ['jobs', 'retry'])).status).toBe(0);
  await terminal.waitFor(/> ⇡ e .*waits for an answer/);
  expect((await runProgram(home, ['jobs'])).stdout).toMatch(
    /asking .*\n +waits for +an answer: testing\/e: The name is/,
  );
  terminal.press('esc');
  await terminal.waitFor('┌ The name is taken');
  terminal.press('right', 'right', 'right');
  await terminal.waitFor('[> Overwrite <]');
  terminal.press('enter');
  await expect.poll(states, { timeout: 20_000 }).toEqual(['done']);
  expect((await cloud.direct.stat(cloudLocation('me', 'testing', '/e'))).size).toBe(1_000_000);
  terminal.press('q');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  expect((await runProgram(home, ['jobs'])).stdout).toBe('');
});
