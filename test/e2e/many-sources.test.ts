import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHome, runProgram } from '../helpers/program.ts';

it('puts, moves, gets and deletes several files and folders in one go', async () => {
  const home = makeHome();
  const u1file = async (...args: string[]) => runProgram(home, args);
  await u1file('create-volume', 'testing');
  mkdirSync(join(home.work, 'docs', 'deep'), { recursive: true });
  for (const path of ['a', 'b', 'docs/c', 'docs/deep/d']) writeFileSync(join(home.work, path), `of ${path}`);

  const put = await u1file('put', 'a', 'b', 'docs', 'testing', '--json');
  expect(put.status).toBe(0);
  const told = put.stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { path: string }).path);
  expect(told).toEqual(['testing/a', 'testing/b', 'testing/docs']);
  // Same contents are no error and are not sent again.
  expect(await u1file('put', 'a', 'b', 'docs', 'testing')).toMatchObject({ status: 0, stdout: '', stderr: '' });

  await u1file('mkdir', 'testing/into');
  expect(await u1file('move', 'testing/a', 'testing/docs', 'testing/into')).toMatchObject({ status: 0, stderr: '' });
  expect((await u1file('list', 'testing')).stdout).toBe('b\ninto/\n');
  expect((await u1file('list', 'testing/into')).stdout).toBe('a\ndocs/\n');
  const clash = await u1file('move', 'testing/b', 'testing/into/a');
  expect(clash.status).toBe(8);
  expect(clash.stderr).toContain('--overwrite replaces it');
  const lacking = await u1file('move', 'testing/nothing', 'testing/into');
  expect(lacking.status).toBe(4);

  expect(await u1file('get', 'testing/b', 'testing/into', '.')).toMatchObject({ status: 0, stderr: '' });
  expect(readdirSync(join(home.work, 'into')).toSorted()).toEqual(['a', 'docs']);
  expect(readFileSync(join(home.work, 'into/docs/deep/d'), 'utf8')).toBe('of docs/deep/d');

  const some = await u1file('delete', 'testing/b', 'testing/nothing', 'testing/into');
  expect(some.status).toBe(9);
  expect(some.stderr).toMatch(/testing\/nothing.*404/);
  expect((await u1file('list', 'testing')).stdout).toBe('');
});
