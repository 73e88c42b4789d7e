import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { totp } from '../../source/server/sso/totp.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import { serve, type Served } from '../helpers/serve.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

const PASSWORD = 'correct horse battery';

/** Fills the form that is open and sends it; the password is never seen. */
async function signIn(terminal: PtyTerminal, served: Served, email: string): Promise<void> {
  await terminal.waitFor('Sign in to a server');
  terminal.type(served.url);
  terminal.press('enter');
  terminal.type(email);
  terminal.press('tab');
  terminal.type(PASSWORD);
  await terminal.waitFor('•'.repeat(PASSWORD.length));
  terminal.press('enter');
}

async function enableTwoFactor(served: Served, email: string): Promise<string> {
  const admin = await openAdmin(served.data);
  try {
    return await admin.enableTwoFactor(email);
  } finally {
    await admin.close();
  }
}

/** Every text below the home's own folders, for what must be in none of them. */
function textsIn(home: Home): string {
  return ['config', 'state', 'cache', 'data']
    .flatMap((name) => readdirSync(join(home.path, name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

function tokenIn(home: Home, email: string): string {
  const { accounts } = JSON.parse(readFileSync(join(home.path, 'config', 'u1file', 'accounts.json'), 'utf8'));
  const { consumerKey, consumerSecret, token, tokenSecret } = accounts.find(
    (account: { email: string }) => account.email === email,
  ).credentials;
  return [consumerKey, consumerSecret, token, tokenSecret].join(':');
}

/** Every text that the program has put into the clipboard. */
function copiedBy(terminal: PtyTerminal): readonly string[] {
  // oxlint-disable-next-line no-control-regex -- OSC 52 begins and ends with control characters
  const copies = terminal.output().matchAll(/\u001b\]52;c;([^\u0007\u001b]*)/g);
  return Array.from(copies, ([, text = '']) => Buffer.from(text, 'base64').toString('utf8'));
}

/** Copies the report of each request in the list, from the newest up to the first. */
async function copyReports(terminal: PtyTerminal): Promise<readonly string[]> {
  terminal.press('o', 'c');
  await terminal.waitFor('┌ Requests');
  await terminal.waitFor(() => copiedBy(terminal).length > 0);
  terminal.press('home', 'c');
  const isFirst = (text: string | undefined): boolean => text !== undefined && text !== copiedBy(terminal)[0];
  await terminal.waitFor(() => isFirst(copiedBy(terminal).at(-1)));
  const first = copiedBy(terminal).at(-1);
  terminal.press('end');
  for (let count = copiedBy(terminal).length; copiedBy(terminal).at(-1) !== first || count < 3;) {
    terminal.press('up', 'c');
    count += 1;
    await terminal.waitFor(() => copiedBy(terminal).length >= count);
  }
  terminal.press('esc');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes('┌ Requests')));
  return copiedBy(terminal);
}

describe('accounts', () => {
  it('are signed in to with a one-time code, switched, shown with their devices, and signed out of', async () => {
    const home = makeHome();
    const served = await serve(home);
    const host = new URL(served.url).host;
    await served.addUser('ted@example.org', PASSWORD);
    await served.addUser('ann@example.org', PASSWORD);
    const secret = await enableTwoFactor(served, 'ted@example.org');
    const terminal = openProgram(home);
    await terminal.waitFor('9 Account');
    await terminal.waitFor('Ubuntu One/');
    terminal.press('f9');
    await terminal.waitFor('> * embedded cloud, on this machine');
    terminal.press('n');
    await signIn(terminal, served, 'ted@example.org');
    await terminal.waitFor('One-time code');
    terminal.type('000000');
    terminal.press('enter');
    await terminal.waitFor('The one-time code is wrong or was used already');
    terminal.write('\u0015');
    terminal.type(totp(secret, Math.floor(Date.now() / 30_000)));
    terminal.press('enter');
    await terminal.waitFor(`u1file   ted@${host}`);
    await terminal.waitFor(`Signed in: ted@${host}`);

    terminal.press('a');
    await terminal.waitFor(`> * ted@example.org at ${served.url}`);
    await terminal.waitFor(/ted@example\.org at .* of .*▱/);
    terminal.press('n');
    await signIn(terminal, served, 'ann@example.org');
    await terminal.waitFor(`u1file   ann@${host}`);
    const annsToken = tokenIn(home, 'ann@example.org');
    const tablet = await fetch(`${served.url}/api/v2/tokens/oauth`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ann@example.org', password: PASSWORD, token_name: 'Ubuntu One @ tablet' }),
    });
    expect(tablet.status).toBe(201);

    terminal.press('a');
    await terminal.waitFor('> * ann@example.org');
    terminal.press('i');
    await terminal.waitFor(/Ubuntu One @ \S+ +since \d{4}-\d\d-\d\d, this program/);
    await terminal.waitFor(/Ubuntu One @ tablet +since/);
    terminal.press('end');
    await terminal.waitFor('> Ubuntu One @ tablet');
    terminal.press('d');
    await terminal.waitFor('[> Keep <]');
    terminal.press('y');
    await terminal.waitFor('Ubuntu One @ tablet has no access any more');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('tablet  ')));
    terminal.press('esc');
    await terminal.waitFor('> * ann@example.org');

    terminal.press('up');
    await terminal.waitFor(/>   ted@example\.org/);
    terminal.press('enter');
    await terminal.waitFor(`u1file   ted@${host}`);
    terminal.press('a');
    await terminal.waitFor('> * ted@example.org');
    terminal.press('down');
    await terminal.waitFor(/>   ann@example\.org/);
    terminal.press('d');
    await terminal.waitFor('[> Keep <]');
    terminal.press('y');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('ann@example.org')));
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Accounts')));
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });

    expect((await runProgram(home, ['whoami'])).stdout).toBe(`ted@example.org at ${served.url}\n`);
    const env = { U1FILE_TOKEN: annsToken, U1FILE_SERVER: served.url };
    expect(await runProgram(home, ['volumes'], { env })).toMatchObject({ status: 3 });
    expect(textsIn(home)).not.toContain(PASSWORD);
    expect(terminal.output()).not.toContain(PASSWORD);
  });

  it('that are no longer valid ask for a sign-in in the middle of the work, and it goes on', async () => {
    const home = makeHome();
    const served = await serve(home);
    await served.addUser('ann@example.org', PASSWORD);
    const login = ['login', '--server', served.url, '--email', 'ann@example.org', '--password-stdin'];
    expect(await runProgram(home, login, { input: PASSWORD })).toMatchObject({ status: 0 });
    writeFileSync(join(home.work, 'a.txt'), 'content');
    const secrets = [PASSWORD, ...tokenIn(home, 'ann@example.org').split(':')];
    const terminal = openProgram(home, ['.', 'Ubuntu One']);
    await terminal.waitFor('0 entries');
    await terminal.waitFor('a.txt');
    // The answer about the room there is comes last; none may be refused before the work is.
    await terminal.waitFor(/0 B of [\d.]+ GB/);
    const revoked = await runProgram(home, ['admin', 'revoke-tokens', 'ann@example.org', '--data', served.data]);
    expect(revoked).toMatchObject({ status: 0 });
    terminal.press('down', 'f5');
    await terminal.waitFor('Enter starts');
    terminal.press('enter');
    await terminal.waitFor('Sign in again');
    await terminal.waitFor('ann@example.org');
    terminal.type('wrong');
    terminal.press('enter');
    await terminal.waitFor('The e-mail address or the password is wrong');
    terminal.write('\u0015');
    terminal.type(PASSWORD);
    terminal.press('enter');
    await terminal.waitFor((rows) => rows.some((row) => /a\.txt .*│.*a\.txt/.test(row)));
    const reports = await copyReports(terminal);
    expect(reports.filter((report) => report.includes('401 sign-in needed')).length).toBeGreaterThan(1);
    expect(reports.filter((report) => report.includes('POST sign-in')).length).toBeGreaterThan(1);
    expect(reports.some((report) => report.includes('PUT Ubuntu One/a.txt'))).toBe(true);
    secrets.push(...tokenIn(home, 'ann@example.org').split(':'), 'oauth_', 'OAuth', 'Authorization');
    for (const secret of secrets) expect([terminal.output(), ...reports].join('\n')).not.toContain(secret);
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['list', 'Ubuntu One'])).stdout).toBe('a.txt\n');

    // As every refusal says, `login` signs in again; also with nothing but the password.
    await runProgram(home, ['admin', 'revoke-tokens', 'ann@example.org', '--data', served.data]);
    expect(await runProgram(home, login, { input: 'wrong' })).toMatchObject({ status: 3 });
    const again = await runProgram(home, ['login', '--password-stdin'], { input: PASSWORD });
    expect(again).toMatchObject({ status: 0, stdout: expect.stringMatching(/^signed in: ann@example\.org/) });
    expect((await runProgram(home, ['list', 'Ubuntu One'])).stdout).toBe('a.txt\n');
    expect((await runProgram(home, login, { input: 'wrong' })).stdout).toMatch(/^signed in already/);
  });
});
