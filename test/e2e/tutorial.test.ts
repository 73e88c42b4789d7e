import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHome, runProgram } from '../helpers/program.ts';

/** A script as the tutorial has one: a few lines of Python, not all of them ASCII. */
const SCRIPT = '#!/usr/bin/python\nimport sys\n# naïve\nprint sys.argv[1:]\n';

it("runs the 2011 tutorial's whole story with u1file in place of python u1file.py", async () => {
  const home = makeHome();
  const here = join(home.work, 'u1file.py');
  const there = join(home.path, 'downloaded.py');
  writeFileSync(here, SCRIPT);
  const u1file = async (...args: string[]) => runProgram(home, args);

  expect(await u1file('create-volume', 'testing')).toMatchObject({ status: 0, stderr: '' });
  // "Trying to create a volume that already exists is not an error."
  expect(await u1file('create-volume', 'testing')).toMatchObject({ status: 0, stderr: '' });
  expect((await u1file('volumes')).stdout.split('\n')).toContain('testing');

  expect(await u1file('put', 'u1file.py', 'testing/u1file.py')).toMatchObject({ status: 0, stderr: '' });
  expect(await u1file('get', 'testing/u1file.py', there)).toMatchObject({ status: 0, stderr: '' });
  // "The diff command should not output any differences."
  expect(execFileSync('diff', ['-u', here, there], { encoding: 'utf8' })).toBe('');
  expect(readFileSync(there, 'utf8')).toBe(SCRIPT);

  expect(await u1file('list', 'testing')).toMatchObject({ status: 0, stdout: 'u1file.py\n' });
  const queried = await u1file('query', 'testing/u1file.py');
  expect(queried.stdout.split('\n')[0]).toBe(`Size: ${Buffer.byteLength(SCRIPT)}`);

  expect(await u1file('delete', 'testing/u1file.py')).toMatchObject({ status: 0, stderr: '' });
  expect(await u1file('list', 'testing')).toMatchObject({ status: 0, stdout: '' });
  // "404 is file not found."
  const gone = await u1file('get', 'testing/u1file.py', join(home.path, 'again.py'));
  expect(gone.status).toBe(4);
  expect(gone.stderr).toMatch(/testing\/u1file\.py.*404/);
});
