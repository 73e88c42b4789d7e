import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import { farCloud } from '../helpers/far-cloud.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';
import { noise } from '../transfers/cloud-rig.ts';

const FILES = 60;
const SIZE = 150_000;

interface Stage {
  /** Signed in to a cloud behind a line that takes a while for the folder `here/many`, until `hurry`. */
  readonly home: Home;
  readonly hurry: () => void;
  /** Waits until all of it is there, whole. */
  readonly untilThere: () => Promise<void>;
}

async function makeStage(): Promise<Stage> {
  const cloud = await farCloud();
  const made = makeHome();
  const home = { ...made, env: { ...made.env, ...cloud.env } };
  mkdirSync(join(home.work, 'here', 'many'), { recursive: true });
  for (let file = 0; file < FILES; file += 1)
    writeFileSync(join(home.work, 'here', 'many', `${file}`), noise(SIZE, file));
  // A few at a time take long enough to be looked at.
  mkdirSync(join(home.path, 'config', 'u1file'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), '{"parallelFiles": 4}');
  cloud.proxy.faults.throttle = 100_000;
  const sizes = async (): Promise<number[]> => {
    const found: number[] = [];
    const folder = cloudLocation('me', 'testing', '/many');
    for await (const batch of cloud.direct.list(folder)) found.push(...batch.map(({ size }) => size ?? 0));
    return found;
  };
  return {
    home,
    hurry: () => (cloud.proxy.faults.throttle = null),
    untilThere: async () => expect.poll(sizes, { timeout: 30_000 }).toEqual(Array.from({ length: FILES }, () => SIZE)),
  };
}

/** Opens the panes and starts the upload of the folder. */
async function startUpload(home: Home): Promise<PtyTerminal> {
  const terminal = openProgram(home, ['here', 'testing']);
  await terminal.waitFor(/^ {2}many/m);
  await terminal.waitFor('nothing here');
  terminal.press('down', 'f5');
  await terminal.waitFor('Taken names');
  terminal.press('enter');
  await terminal.waitFor(/⇡ many.*[1-9] of 60/);
  return terminal;
}

async function noJobsLeft(home: Home): Promise<void> {
  await expect.poll(async () => (await runProgram(home, ['jobs'])).stdout, { timeout: 30_000, interval: 200 }).toBe('');
}

describe('jobs and the end of the program', () => {
  it('go on in the same process when the line drops, and a second program shows them live', async () => {
    const { home, hurry, untilThere } = await makeStage();
    const first = await startUpload(home);
    first.kill('SIGHUP');
    const listed = JSON.parse((await runProgram(home, ['jobs', '--json'])).stdout.split('\n')[0] ?? '{}');
    expect(listed).toMatchObject({ kind: 'copy', target: 'testing', state: 'running' });
    const second = openProgram(home, ['here', 'testing']);
    await second.waitFor(/⇡ many.* of 60/);
    // It can be steered from there: paused, its own program has nothing left to do and leaves it to the next.
    second.press('t');
    await second.waitFor('Transfers');
    second.press('p');
    await second.waitFor(/> ⇡ many.*paused at/);
    expect(await first.exited(60_000)).toMatchObject({ status: 129 });
    second.press('esc');
    await second.waitFor((rows) => !rows.some((row) => row.includes('Transfers')));
    second.press('q');
    expect(await second.exited()).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['jobs'])).stdout).toMatch(/left over .*many/);
    hurry();
    expect((await runProgram(home, ['jobs', 'run'])).status).toBe(0);
    await untilThere();
    await noJobsLeft(home);
  });

  it('end by themselves when the line drops and nobody comes back', async () => {
    const { home, hurry, untilThere } = await makeStage();
    const terminal = await startUpload(home);
    terminal.kill('SIGHUP');
    hurry();
    expect(await terminal.exited(60_000)).toMatchObject({ status: 129 });
    await untilThere();
    await noJobsLeft(home);
  });

  it('are offered by the next start after kill -9', async () => {
    const { home, hurry, untilThere } = await makeStage();
    const first = await startUpload(home);
    first.kill('SIGKILL');
    await first.exited();
    expect((await runProgram(home, ['jobs'])).stdout).toMatch(/left over .*many/);
    const second = openProgram(home, ['here', 'testing']);
    await second.waitFor('A transfer was under way when the program ended.');
    second.press('down');
    await second.waitFor('[> Go on now <]');
    hurry();
    second.press('enter');
    await second.waitFor(/│ {2}many/, 60_000);
    await second.waitFor((rows) => !rows.some((row) => row.includes('⇡')), 60_000);
    second.press('q');
    expect(await second.exited()).toMatchObject({ status: 0 });
    await untilThere();
    await noJobsLeft(home);
  });

  it.each([
    ['finish first', 1],
    ['go on in background', 2],
  ])('%s when the person says so', async (_, steps) => {
    const { home, hurry, untilThere } = await makeStage();
    const terminal = await startUpload(home);
    terminal.press('q');
    await terminal.waitFor('[> Stay <]');
    for (let step = 0; step < steps; step += 1) terminal.press('down');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('[> Stay <]')));
    terminal.press('enter');
    hurry();
    expect(await terminal.exited(60_000)).toMatchObject({ status: 0 });
    await untilThere();
    await noJobsLeft(home);
  });
});

describe('sync', () => {
  it('prints the plan it would run, runs exactly that, and deletes only when told', async () => {
    const home = makeHome();
    await runProgram(home, ['create-volume', 'testing']);
    const here = join(home.work, 'photos');
    mkdirSync(join(here, 'deep'), { recursive: true });
    writeFileSync(join(here, 'a.jpg'), 'a');
    writeFileSync(join(here, 'deep', 'b.jpg'), 'b');
    writeFileSync(join(here, 'skip.tmp'), 'x');
    const args = ['sync', 'photos', 'testing/photos', '--exclude', '*.tmp'];
    const planned = await runProgram(home, [...args, '--dry-run']);
    expect(planned.status).toBe(0);
    expect((await runProgram(home, ['list', 'testing'])).stdout).toBe('');
    const ran = await runProgram(home, args);
    expect(ran).toMatchObject({ status: 0, stdout: planned.stdout });
    expect((await runProgram(home, ['list', 'testing/photos'])).stdout).toBe('a.jpg\ndeep/\n');
    expect((await runProgram(home, args)).stdout).toBe('');

    rmSync(join(here, 'a.jpg'));
    expect((await runProgram(home, args)).stdout).toBe('');
    const refused = await runProgram(home, [...args, '--delete']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/1 of 2 files would be deleted.*\n +--max-delete/);
    expect((await runProgram(home, [...args, '--delete', '--max-delete', '1'])).status).toBe(0);
    expect((await runProgram(home, ['list', 'testing/photos'])).stdout).toBe('deep/\n');

    const back = await runProgram(home, ['sync', 'testing/photos', './again']);
    expect(back.status).toBe(0);
    expect(readdirSync(join(home.work, 'again'))).toEqual(['deep']);
    expect(readFileSync(join(home.work, 'again', 'deep', 'b.jpg'), 'utf8')).toBe('b');
    expect((await runProgram(home, ['sync', 'one', 'two'])).stderr).toMatch(/not clear/);
  });
});
