import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { cloudLocation } from '../../source/domain/location.ts';
import type { Entry } from '../../source/domain/entry.ts';
import { farCloud, type FarCloud } from '../helpers/far-cloud.ts';
import { makeHome, openProgram, PROGRAM, runProgram, type Home } from '../helpers/program.ts';
import { noise } from '../transfers/cloud-rig.ts';

const FILES = 60;
const SIZE = 150_000;

function plantFiles(home: Home): void {
  mkdirSync(join(home.work, 'many'));
  for (let file = 0; file < FILES; file += 1) writeFileSync(join(home.work, 'many', `${file}`), noise(SIZE, file));
}

async function arrived({ direct }: FarCloud): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of direct.list(cloudLocation('me', 'testing', '/many'))) entries.push(...batch);
  return entries;
}

it('finishes the open files at the first Ctrl-C and begins no other', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  plantFiles(home);
  cloud.proxy.faults.throttle = 300_000;
  const terminal = openProgram(home, ['put', '--parallel', '2', 'many', 'testing'], { env: cloud.env });
  // Progress is shown where there is a terminal.
  await terminal.waitFor(new RegExp(`[1-9]\\d* of ${FILES} files`));
  // Another terminal sees it.
  const listed = (await runProgram(home, ['jobs', '--json'])).stdout;
  expect(JSON.parse(listed)).toMatchObject({ kind: 'copy', state: 'running', target: 'testing' });
  terminal.press('ctrl+c');
  await terminal.waitFor('the files under way are finished; Ctrl-C again stops at once');
  cloud.proxy.faults.throttle = null;
  expect(await terminal.exited()).toMatchObject({ status: 130 });
  const whole = await arrived(cloud);
  expect(terminal.screen().join('\n')).toContain(`interrupted, ${whole.length} of ${FILES} files are done`);
  expect(whole.length).toBeGreaterThan(0);
  expect(whole.length).toBeLessThan(FILES);
  expect(whole.filter(({ size }) => size !== SIZE)).toEqual([]);
  expect((await runProgram(home, ['jobs'])).stdout).toBe('');
});

it('stops at once at the second Ctrl-C', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  plantFiles(home);
  cloud.proxy.faults.throttle = 20_000;
  const terminal = openProgram(home, ['put', '--parallel', '2', 'many', 'testing'], { env: cloud.env });
  await terminal.waitFor(/[1-9][\d.]* [kM]B of/);
  terminal.press('ctrl+c');
  await terminal.waitFor('the files under way are finished; Ctrl-C again stops at once');
  terminal.press('ctrl+c');
  // The files that were open would have taken seven seconds more.
  expect(await terminal.exited()).toMatchObject({ status: 130 });
  expect(await arrived(cloud)).toEqual([]);
  expect((await runProgram(home, ['jobs'])).stdout).toBe('');
});

it('goes on when the line to its terminal drops, and can be followed from elsewhere', async () => {
  const home = makeHome();
  const cloud = await farCloud();
  plantFiles(home);
  cloud.proxy.faults.throttle = 300_000;
  const terminal = openProgram(home, ['put', '--parallel', '2', 'many', 'testing'], { env: cloud.env });
  await terminal.waitFor(new RegExp(`[1-9]\\d* of ${FILES} files`));
  terminal.kill('SIGHUP');
  const followed = runProgram(home, ['jobs', '--follow', '--json']);
  expect((await runProgram(home, ['jobs', 'pause'])).status).toBe(0);
  const listed = async (): Promise<string> => (await runProgram(home, ['jobs', '--json'])).stdout;
  await expect.poll(listed, { timeout: 20_000 }).toContain('"state":"paused"');
  cloud.proxy.faults.throttle = null;
  expect((await runProgram(home, ['jobs', 'resume'])).status).toBe(0);
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  expect(await arrived(cloud)).toHaveLength(FILES);
  const states = (await followed).stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { state: string }).state);
  expect(states).toContain('paused');
  expect(states.at(-1)).toBe('done');
});

it.runIf(process.platform === 'linux')(
  'ends a verb of a few questions at once while another program holds the database',
  async () => {
    const home = makeHome();
    expect((await runProgram(home, ['mkdir', 'Ubuntu One/one'])).status).toBe(0);
    const file = join(home.path, 'data', 'u1file', 'cloud', 'u1file.sqlite');
    using database = new DatabaseSync(file);
    database.exec('BEGIN IMMEDIATE');
    const child = spawn(process.execPath, [PROGRAM, 'mkdir', 'Ubuntu One/two'], { env: home.env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    const opened = (): string[] =>
      readdirSync(`/proc/${child.pid}/fd`).map((fd) => nameOfFile(`/proc/${child.pid}/fd/${fd}`));
    await expect.poll(opened, { timeout: 20_000 }).toContain(file);
    child.kill('SIGINT');
    // It would be told that it waited too long, and answer with a status, not before a quarter of a minute.
    expect(await ended).toEqual([null, 'SIGINT']);
    database.exec('ROLLBACK');
    expect((await runProgram(home, ['ls', 'Ubuntu One'])).stdout).not.toContain('two');
  },
);

function nameOfFile(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // Closed meanwhile.
    return '';
  }
}
