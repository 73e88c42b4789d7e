import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { farCloud, type FarCloud } from '../helpers/far-cloud.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import { noise } from '../transfers/cloud-rig.ts';

const FILES = 8;
const SIZE = 70_000;

function set(home: Home, settings: object): void {
  mkdirSync(join(home.path, 'config', 'u1file'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), JSON.stringify(settings));
}

/** Seconds that a verb takes, which is to end well. */
async function secondsOf(home: Home, cloud: FarCloud, args: readonly string[]): Promise<number> {
  const start = performance.now();
  expect(await runProgram(home, args, { env: cloud.env })).toMatchObject({ status: 0, stderr: '' });
  return (performance.now() - start) / 1000;
}

it('sends no faster than the command line says, or else the settings', async () => {
  const [limited, set2] = [makeHome(), makeHome()];
  const cloud = await farCloud();
  for (const [at, home] of [limited, set2].entries()) writeFileSync(join(home.work, 'one'), noise(300_000, at));
  set(set2, { bandwidth: 100_000 });
  // Three seconds of content.
  const [byOption, bySetting] = await Promise.all([
    secondsOf(limited, cloud, ['put', '--limit', '100k', 'one', 'testing/a']),
    secondsOf(set2, cloud, ['put', 'one', 'testing/b']),
  ]);
  expect(byOption).toBeGreaterThan(1.9);
  expect(bySetting).toBeGreaterThan(1.9);
  set(set2, { bandwidth: 1024, parallelFiles: 'many' });
  const ran = await runProgram(set2, ['get', '--limit', 'none', 'testing/a', 'back'], { env: cloud.env });
  expect(ran).toMatchObject({ status: 0 });
  expect(ran.stderr).toBe('u1file: settings.json line 1: "parallelFiles" cannot be "many"\n');
});

it('tells its progress on a terminal, in one line that goes, and nothing there with --quiet', async () => {
  const home = makeHome();
  writeFileSync(join(home.work, 'one'), noise(300_000, 1));
  const told = openProgram(home, ['put', '--limit', '600k', 'one', 'Ubuntu One/a']);
  await told.waitFor(/^ *\d+ % .* of 300\.0 kB/m);
  expect(await told.exited()).toMatchObject({ status: 0 });
  expect(told.screen().join('').trim()).toBe('');
  const quiet = openProgram(home, ['put', '--quiet', 'one', 'Ubuntu One/b']);
  expect(await quiet.exited()).toMatchObject({ status: 0 });
  expect(quiet.output()).toBe('');
});

it('has no more files under way than the command line says, or else the settings', async () => {
  const connections = async (option: readonly string[], settings: object): Promise<number> => {
    const home = makeHome();
    const cloud = await farCloud();
    set(home, settings);
    mkdirSync(join(home.work, 'many'));
    for (let file = 0; file < FILES; file += 1) writeFileSync(join(home.work, 'many', `${file}`), noise(SIZE, file));
    // Each file takes long enough that all that may be under way are.
    cloud.proxy.faults.latency = 60;
    await secondsOf(home, cloud, ['put', ...option, 'many', 'testing']);
    return cloud.proxy.connections;
  };
  const [one, twelve, oneSet, overruled] = await Promise.all([
    connections(['--parallel', '1'], {}),
    connections(['--parallel', '12'], {}),
    connections([], { parallelFiles: 1 }),
    connections(['--parallel', '12'], { parallelFiles: 1 }),
  ]);
  // Metadata and contents have connections of their own, and before there are files there is one more.
  expect(Math.max(one, oneSet)).toBeLessThanOrEqual(3);
  expect(Math.min(twelve, overruled)).toBeGreaterThan(4);
});

it('refuses rates and counts that are none', async () => {
  const home = makeHome();
  for (const [args, words] of [
    [['--limit', 'fast'], /fast is no rate/],
    [['--limit', '0'], /0 is no rate/],
    [['--parallel', '0'], /0 is no number of files at once/],
    [['--parallel', '65'], /from 1 to 64/],
  ] as const) {
    const ran = await runProgram(home, ['put', ...args, 'a', 'testing/a']);
    expect(ran.status).toBe(2);
    expect(ran.stderr).toMatch(words);
  }
});
