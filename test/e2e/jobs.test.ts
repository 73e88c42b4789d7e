import { mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

const BIG = 2_000_000_000;

async function withBigFile(): Promise<Home> {
  const home = makeHome();
  expect(await runProgram(home, ['create-volume', 'testing'])).toMatchObject({ status: 0 });
  writeFileSync(join(home.work, 'big'), '');
  truncateSync(join(home.work, 'big'), BIG);
  return home;
}

/** Opens the panes and starts the upload of the big file. */
async function startUpload(home: Home): Promise<PtyTerminal> {
  const terminal = openProgram(home, ['.', 'testing']);
  await terminal.waitFor(/^ {2}big/m);
  await terminal.waitFor('nothing here');
  terminal.press('down', 'f5');
  await terminal.waitFor('Taken names');
  terminal.press('enter');
  await terminal.waitFor(/⇡ big.*[1-9] %/);
  return terminal;
}

async function untilThere(home: Home): Promise<void> {
  await expect
    .poll(async () => (await runProgram(home, ['query', 'testing/big', '--json'])).stdout, {
      timeout: 60_000,
      interval: 250,
    })
    .toContain(`"size":${BIG}`);
}

async function noJobsLeft(home: Home): Promise<void> {
  await expect.poll(async () => (await runProgram(home, ['jobs'])).stdout, { timeout: 30_000, interval: 200 }).toBe('');
}

describe('jobs and the end of the program', () => {
  it('go on in the same process when the line drops, and a second program shows them live', async () => {
    const home = await withBigFile();
    const first = await startUpload(home);
    first.kill('SIGHUP');
    const listed = JSON.parse((await runProgram(home, ['jobs', '--json'])).stdout.split('\n')[0] ?? '{}');
    expect(listed).toMatchObject({ kind: 'copy', target: 'testing', state: 'running' });
    const second = openProgram(home, ['.', 'testing']);
    await second.waitFor(/⇡ big.* [1-9]\d? %/);
    // It can be steered from there: paused, its own program has nothing left to do and leaves it to the next.
    second.press('t');
    await second.waitFor('Transfers');
    second.press('p');
    await second.waitFor(/> ⇡ big.*paused at/);
    expect(await first.exited(60_000)).toMatchObject({ status: 129 });
    second.press('esc');
    await second.waitFor((rows) => !rows.some((row) => row.includes('Transfers')));
    second.press('q');
    expect(await second.exited()).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['jobs'])).stdout).toMatch(/left over .*big/);
    expect((await runProgram(home, ['jobs', 'run'])).status).toBe(0);
    await untilThere(home);
    await noJobsLeft(home);
  });

  it('end by themselves when the line drops and nobody comes back', async () => {
    const home = await withBigFile();
    const terminal = await startUpload(home);
    terminal.kill('SIGHUP');
    expect(await terminal.exited(60_000)).toMatchObject({ status: 129 });
    await untilThere(home);
    await noJobsLeft(home);
  });

  it('are offered by the next start after kill -9', async () => {
    const home = await withBigFile();
    const first = await startUpload(home);
    first.kill('SIGKILL');
    await first.exited();
    expect((await runProgram(home, ['jobs'])).stdout).toMatch(/left over .*big/);
    const second = openProgram(home, ['.', 'testing']);
    await second.waitFor('A transfer was under way when the program ended.');
    second.press('down');
    await second.waitFor('[> Go on now <]');
    second.press('enter');
    await second.waitFor(/│ {2}big/, 60_000);
    await second.waitFor((rows) => !rows.some((row) => row.includes('⇡')), 60_000);
    second.press('q');
    expect(await second.exited()).toMatchObject({ status: 0 });
    await untilThere(home);
    await noJobsLeft(home);
  });

  it.each([
    ['finish first', 1],
    ['go on in the background', 2],
  ])('%s when the person says so', async (_, steps) => {
    const home = await withBigFile();
    const terminal = await startUpload(home);
    terminal.press('q');
    await terminal.waitFor('[> Stay <]');
    for (let step = 0; step < steps; step += 1) terminal.press('down');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('[> Stay <]')));
    terminal.press('enter');
    expect(await terminal.exited(60_000)).toMatchObject({ status: 0 });
    await untilThere(home);
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
