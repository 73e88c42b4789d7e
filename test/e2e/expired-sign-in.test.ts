import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startFaultProxy } from '../helpers/fault-proxy.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import { serve } from '../helpers/serve.ts';
import { noise } from '../transfers/cloud-rig.ts';

const EMAIL = 'ann@example.org';
const PASSWORD = 'correct horse battery';
const FILES = 30;

interface Expiring {
  readonly home: Home;
  /** From then on no request of the sign-in so far is taken. */
  readonly expire: () => Promise<void>;
}

/** A sign-in at a server behind a slow line, and a folder `many` to send. */
async function signedIn(): Promise<Expiring> {
  const home = makeHome();
  const served = await serve(home);
  await served.addUser(EMAIL, PASSWORD);
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(served.url).port) });
  onTestFinished(async () => proxy.close());
  const login = ['login', '--server', proxy.url, '--email', EMAIL, '--password-stdin'];
  expect(await runProgram(home, login, { input: PASSWORD })).toMatchObject({ status: 0 });
  mkdirSync(join(home.work, 'many'));
  for (let file = 0; file < FILES; file += 1) writeFileSync(join(home.work, 'many', `${file}`), noise(100_000, file));
  // Two at a time leave most of them for later.
  mkdirSync(join(home.path, 'config', 'u1file'), { recursive: true, mode: 0o700 });
  writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), '{"parallelFiles": 2}');
  proxy.faults.throttle = 150_000;
  const revoke = ['admin', 'revoke-tokens', EMAIL, '--data', served.data];
  return {
    home,
    async expire() {
      proxy.faults.throttle = 50_000;
      expect(await runProgram(home, revoke)).toMatchObject({ status: 0 });
      proxy.faults.throttle = null;
    },
  };
}

const SOME_DONE = new RegExp(`[1-9]\\d* of ${FILES} files`);

it('a verb whose sign-in runs out in the middle asks once on its terminal, and goes on', async () => {
  const { home, expire } = await signedIn();
  const terminal = openProgram(home, ['put', 'many', 'Ubuntu One']);
  await terminal.waitFor(SOME_DONE);
  await expire();
  await terminal.waitFor(`the sign-in of ${EMAIL} is no longer valid`);
  await terminal.waitFor('Password for');
  terminal.type('wrong');
  terminal.press('enter');
  await terminal.waitFor('The e-mail address or the password is wrong');
  await terminal.waitFor((rows) => rows.filter((row) => row.startsWith('Password for')).length === 2);
  terminal.type(PASSWORD);
  terminal.press('enter');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  expect(terminal.output().match(/is no longer valid/g)).toHaveLength(1);
  expect(terminal.output()).not.toContain(PASSWORD);
  const listed = (await runProgram(home, ['list', 'Ubuntu One/many'])).stdout;
  expect(listed.trim().split('\n')).toHaveLength(FILES);
  expect((await runProgram(home, ['whoami'])).stdout).toContain(EMAIL);
});

it('without a terminal it stops with the one reason, and what was done stays done', async () => {
  const { home, expire } = await signedIn();
  const running = runProgram(home, ['put', 'many', 'Ubuntu One']);
  const listed = async (): Promise<string> => (await runProgram(home, ['jobs', '--json'])).stdout;
  await expect.poll(async () => /"filesDone":[1-9]/.test(await listed()), { timeout: 20_000 }).toBe(true);
  await expire();
  const { status, stderr } = await running;
  expect(status).toBe(3);
  expect(stderr).toMatch(
    new RegExp(`^u1file: stopped, \\d+ of ${FILES} files are done\\nu1file: .*\\n.*u1file login.*\\n$`),
  );
  expect(await listed()).toBe('');
});

it('in the panes it is asked for once in mid-queue, and the queue goes on', async () => {
  const { home, expire } = await signedIn();
  const terminal = openProgram(home, ['.', 'Ubuntu One']);
  await terminal.waitFor('0 entries');
  await terminal.waitFor('many');
  terminal.press('down', 'f5');
  await terminal.waitFor('Enter starts');
  terminal.press('enter');
  await terminal.waitFor(SOME_DONE);
  await expire();
  await terminal.waitFor('Sign in again');
  terminal.type(PASSWORD);
  terminal.press('enter');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('Sign in again')));
  terminal.press('t');
  await terminal.waitFor(/⇡ many .*done, 30 of 30 files/);
  terminal.press('esc');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('done, 30 of 30 files')));
  terminal.press('q');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  const names = (await runProgram(home, ['list', 'Ubuntu One/many'])).stdout;
  expect(names.trim().split('\n')).toHaveLength(FILES);
});
