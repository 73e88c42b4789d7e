import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { PASSWORD, send, signIn, temporaryFolder } from './helpers.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'u1file.js');
const EMAIL = 'ted@example.org';

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function run(args: readonly string[], input = '') {
  const child = start(args);
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([child.stdout.toArray(), child.stderr.toArray(), once(child, 'exit')]);
  return { status: child.exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
}

async function serve(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = start(['serve', '--listen', '127.0.0.1:0', ...args], env);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect(line).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+$/);
  return { child, origin: line.replace('listening on ', ''), notes: () => said };
}

test('the password of a new account comes from standard input, also while the server runs', async () => {
  const data = join(await temporaryFolder(), 'data');
  const { child, origin } = await serve(['--data', data]);
  const added = await run(['admin', 'add-user', EMAIL, '--data', data, '--quota', '5kB', '--json'], `${PASSWORD}\n`);
  expect([added.status, JSON.parse(added.stdout).maxBytes]).toEqual([0, 5000]);
  expect((await run(['admin', 'list-users', '--data', data])).stdout).toContain(EMAIL);
  const client = await signIn(origin, EMAIL);
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'x'.repeat(5001) })).status).toBe(507);
  expect((await run(['admin', 'add-user', EMAIL, '--data', data], `${PASSWORD}\n`)).status).toBe(8);
  for (const verb of ['add-user', 'set-password']) {
    const short = await run(['admin', verb, EMAIL, '--data', data], '7 chars\n');
    expect([short.status, short.stderr]).toEqual([
      2,
      expect.stringMatching(/at least 8 characters.*\n +Choose a longer/s),
    ]);
  }
  expect((await run(['admin', 'set-quota', 'nobody@example.org', '1GB', '--data', data])).status).toBe(4);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});

test('every verb of the administrator takes effect at once beside the server, which tells its health elsewhere', async () => {
  const folder = await temporaryFolder();
  const data = join(folder, 'data');
  expect((await run(['admin', 'add-user', EMAIL, '--data', data])).stderr).toContain('held no password');
  await run(['admin', 'add-user', EMAIL, '--data', data], `${PASSWORD}\n`);
  const { notes, origin } = await serve(['--data', data, '--metrics', '127.0.0.1:0']);
  let client = await signIn(origin, EMAIL);
  const admin = (verb: string, ...args: string[]) =>
    run(['admin', verb, ...args, '--data', data], 'another password\n');
  const status = async () => (await client.api('GET', '')).status;
  await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'precious' });

  expect((await admin('set-quota', EMAIL, '1kB')).stdout).toContain('of 1.0 kB');
  expect((await client.api('GET', '')).json.max_bytes).toBe(1000);
  expect((await admin('disable-user', EMAIL)).stdout).toContain('disabled');
  expect(await status()).toBe(401);
  expect((await admin('enable-user', EMAIL)).status).toBe(0);
  expect(await status()).toBe(200);
  expect((await admin('revoke-tokens', EMAIL)).stdout).toBe('1 taken back\n');
  expect(await status()).toBe(401);
  client = await signIn(origin, EMAIL);
  expect((await admin('reset-two-factor', EMAIL)).stdout).not.toContain('one-time codes');
  await client.api('DELETE', '/~/Ubuntu%20One/f');
  expect((await admin('undelete', EMAIL, 'Ubuntu One/f')).status).toBe(0);
  expect((await client.call('GET', '/content/~/Ubuntu%20One/f')).text).toBe('precious');
  expect((await admin('sweep')).status).toBe(0);
  expect((await admin('backup', join(folder, 'backup'))).status).toBe(0);
  const restored = await run(['admin', 'restore', join(folder, 'backup'), '--data', join(folder, 'restored')]);
  expect(restored.status).toBe(0);
  expect((await run(['admin', 'check', '--data', join(folder, 'restored')])).status).toBe(0);
  expect((await admin('set-password', EMAIL)).status).toBe(0);
  expect(await status()).toBe(401);
  await expect(signIn(origin, EMAIL)).rejects.toThrow('INVALID_CREDENTIALS');

  await expect.poll(() => /metrics on (\S+)/.exec(notes())?.[1]).toBeDefined();
  const metrics = /metrics on (\S+)/.exec(notes())?.[1] ?? '';
  expect((await send(metrics, 'GET', '/healthz')).json).toMatchObject({ status: 'ok' });
  expect((await send(metrics, 'GET', '/metrics')).text).toContain('u1file_requests_total');
});

test('settings come from flags, then the environment, then the file', async () => {
  const folder = await temporaryFolder();
  const config = join(folder, 'settings.json');
  await writeFile(
    config,
    JSON.stringify({ 'out-of-space-status': 402, 'timestamp-window': 10, data: join(folder, 'data') }),
  );
  await run(['admin', 'add-user', EMAIL, '--data', join(folder, 'data'), '--quota', '1'], `${PASSWORD}\n`);
  const { origin } = await serve(['--config', config], { U1FILE_TIMESTAMP_WINDOW: '10000' });
  const client = await signIn(origin, EMAIL);
  const put = () => client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'xx', now: Date.now() - 60_000 });
  expect((await put()).status).toBe(402);
  const flagged = await serve(['--config', config, '--timestamp-window', '20'], { U1FILE_TIMESTAMP_WINDOW: '10000' });
  const strict = await signIn(flagged.origin, EMAIL);
  expect((await strict.api('GET', '', { now: Date.now() - 60_000 })).status).toBe(401);
});

test('help shows each setting with its default and its variable', async () => {
  const { stdout, status } = await run(['serve', '--help']);
  expect(status).toBe(0);
  const text = stdout.replace(/\s+/g, ' ');
  for (const [flag, fallback] of [
    ['--listen', '127.0.0.1:8080'],
    ['--behind-proxy', 'false'],
    ['--allow-plaintext', 'false'],
    ['--allow-registration', 'false'],
    ['--quota', '5368709120'],
    ['--out-of-space-status', '507'],
    ['--timestamp-window', '900'],
    ['--sign-in-tries', '10'],
    ['--requests-per-user', '64'],
    ['--keep-deleted', '30'],
    ['--threads', '0'],
    ['--log-file-names', 'false'],
  ] as const) {
    const variable = `U1FILE_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`;
    expect(text).toMatch(new RegExp(`${flag} [^-]*(?:-[^-]+)*\\(default: "?${fallback}"?, env: ${variable}\\)`));
  }
  for (const flag of ['config', 'data', 'metrics', 'tls', 'tls-cert', 'tls-key', 'public-url'])
    expect(text).toContain(`(env: U1FILE_${flag.replaceAll('-', '_').toUpperCase()})`);
});

test('names of files are in the log only where they are asked for, over TLS of its own', async () => {
  const data = join(await temporaryFolder(), 'data');
  await run(['admin', 'add-user', EMAIL, '--data', data], `${PASSWORD}\n`);
  for (const [flags, wanted] of [
    [[], false],
    [['--log-file-names'], true],
  ] as const) {
    const child = start(['serve', '--listen', '127.0.0.1:0', '--data', data, '--tls', 'self', ...flags]);
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const { hostname, port, protocol } = new URL(line.replace('listening on ', ''));
    expect(protocol).toBe('https:');
    // Several connections, so that every thread is asked.
    const ask = () =>
      new Promise<number | undefined>((resolve, reject) => {
        const options = { hostname, port, path: '/content/~/Ubuntu%20One/private-name', rejectUnauthorized: false };
        get({ ...options, agent: false }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
      });
    expect(await Promise.all(Array.from({ length: 8 }, ask))).toEqual(Array.from({ length: 8 }, () => 401));
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(log).toContain('certificate SHA-256 ');
    expect(log.match(/"route":"content"/g)).toHaveLength(8);
    expect(log.includes('private-name')).toBe(wanted);
  }
  const files = ['--tls-cert', join(data, 'tls-cert.pem'), '--tls-key', join(data, 'tls-key.pem')];
  const child = start(['serve', '--listen', '127.0.0.1:0', '--data', data, ...files]);
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  expect(line).toMatch(/^listening on https:/);
});

test.each([
  [['serve'], 2, '--data is missing'],
  [['serve', '--data', 'x', '--listen', 'nowhere'], 2, 'no address to listen on'],
  [['serve', '--data', 'x', '--tls-cert', 'x'], 2, 'go together'],
  [['serve', '--data', 'x', '--out-of-space-status', '500'], 2, '507 or 402'],
  [['serve', '--config', '/nothing'], 4, '/nothing: There is no such file'],
  [['admin', 'check', '--data', '/nothing/here'], 4, 'no data'],
])('%j is refused in words', async (args, status, words) => {
  const refused = await run(args);
  expect([refused.status, refused.stdout]).toEqual([status, '']);
  expect(refused.stderr).toContain(words);
});

test('check exits 0 when all is well and 1 when not; a backup is checked like any data', async () => {
  const folder = await temporaryFolder();
  const [data, backup] = [join(folder, 'data'), join(folder, 'backup')];
  await run(['admin', 'add-user', EMAIL, '--data', data], `${PASSWORD}\n`);
  const { child, origin } = await serve(['--data', data]);
  const client = await signIn(origin, EMAIL);
  await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'precious'.repeat(5000) });
  expect((await run(['admin', 'backup', backup, '--data', data])).stdout).toBe('1 contents, 1 of them new\n');
  expect((await run(['admin', 'check', '--data', backup])).status).toBe(0);
  const entries = await readdir(join(data, 'blobs'), { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isFile()) await writeFile(join(entry.parentPath, entry.name), 'damaged!');
  const id = (await client.call('GET', '/content/~/Ubuntu%20One/f')).headers['x-oops-id'];
  const checked = await run(['admin', 'check', '--data', data]);
  expect([checked.status, checked.stderr]).toEqual([1, '1 faults found\n']);
  const oops = await run(['admin', 'oops', String(id), '--data', data]);
  expect([oops.status, oops.stdout]).toEqual([0, expect.stringContaining('is damaged')]);
  child.kill('SIGINT');
  expect((await once(child, 'exit'))[0]).toBe(0);

  // Repairing takes away what nobody needs, and nothing that somebody does, be it damaged.
  const group = join(data, 'blobs', '00');
  const orphan = join(group, '0'.repeat(40));
  await mkdir(group, { recursive: true, mode: 0o700 });
  await writeFile(orphan, 'orphan');
  await utimes(orphan, 1, 1);
  const repaired = await run(['admin', 'check', '--repair', '--data', data]);
  expect([repaired.status, repaired.stderr]).toEqual([1, '1 faults found\n']);
  const left = await readdir(join(data, 'blobs'), { recursive: true, withFileTypes: true });
  expect(left.filter((entry) => entry.isFile())).toHaveLength(1);
});
