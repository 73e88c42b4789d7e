import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { farCloud } from '../helpers/far-cloud.ts';
import { makeHome, runProgram } from '../helpers/program.ts';

it('what may not be read or written in a tree is told, each with its reason, and the rest goes on', async () => {
  const home = makeHome();
  const { env } = await farCloud();
  const tree = join(home.work, 'tree');
  for (const folder of ['tree/open', 'tree/shut', 'tree/locked'])
    mkdirSync(join(home.work, folder), { recursive: true });
  for (const file of ['a', 'secret', 'open/b', 'shut/c', 'locked/d']) writeFileSync(join(tree, file), file);
  const options = { env, isOrdinaryUser: true };
  chmodSync(join(tree, 'secret'), 0o000);
  chmodSync(join(tree, 'shut'), 0o000);
  onTestFinished(() => chmodSync(join(tree, 'shut'), 0o700));

  const up = await runProgram(home, ['put', 'tree', 'testing'], options);
  expect(up.status).toBe(9);
  expect(up.stderr.trim().split('\n')).toHaveLength(3);
  expect(up.stderr).toMatch(/^u1file: .*\/tree\/secret: Permission denied$/m);
  expect(up.stderr).toMatch(/^u1file: .*\/tree\/shut: Permission denied$/m);
  expect(up.stderr).toMatch(/^u1file: 2 of \d failed$/m);
  expect((await runProgram(home, ['list', 'testing/tree'], options)).stdout).toBe('a\nlocked/\nopen/\nshut/\n');
  expect((await runProgram(home, ['get', 'testing/tree/open/b', '-'], options)).stdout).toBe('open/b');

  mkdirSync(join(home.work, 'back/tree/locked'), { recursive: true });
  chmodSync(join(home.work, 'back/tree/locked'), 0o500);
  onTestFinished(() => chmodSync(join(home.work, 'back/tree/locked'), 0o700));
  const down = await runProgram(home, ['get', 'testing/tree', 'back/'], options);
  expect(down.stderr).toMatch(/locked.*permission/i);
  // Of one failure the status is its own.
  expect(down.status).toBe(9);
  expect(existsSync(join(home.work, 'back/tree/locked/d'))).toBe(false);
  expect(readdirSync(join(home.work, 'back/tree')).sort()).toEqual(['a', 'locked', 'open', 'shut']);
  expect(readdirSync(join(home.work, 'back/tree/open'))).toEqual(['b']);
});
