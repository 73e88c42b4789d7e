import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'undici';
import { expect, onTestFinished, test } from 'vitest';
import { S3_KEYS } from '../../scripts/engines/ceph.ts';
import { freePort, startDaemon, until } from '../../scripts/engines/daemon.ts';
import { ensurePrograms } from '../../scripts/packages/programs.ts';
import { API_ROOT } from '../../source/protocol/routes.ts';
import { ownCertificate } from '../../source/server/operations/certificate.ts';
import { createClient, send, temporaryFolder } from '../server/helpers.ts';
import { prepareAccount } from './load.ts';
import { startServe } from './processes.ts';
import { newPlace } from './twins.ts';

const DEPLOY = join(import.meta.dirname, '..', '..', 'deploy');
const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'u1file.js');

/** Runs a checker of the distribution's; what it finds wrong is thrown with its words. */
function check(program: string, packages: readonly string[], args: readonly string[]): string {
  ensurePrograms([program], packages);
  return execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
}

test('the unit is one that systemd takes, and leaves a server little to do harm with', async () => {
  const file = join(await temporaryFolder(), 'u1file.service');
  const unit = await readFile(join(DEPLOY, 'u1file.service'), 'utf8');
  // The program is looked for where it will be installed.
  await writeFile(file, unit.replaceAll('/usr/local/bin/u1file', process.execPath));
  expect(check('systemd-analyze', ['systemd'], ['verify', '--man=no', file])).toBe('');
  const report = check('systemd-analyze', ['systemd'], ['security', '--offline=true', '--no-pager', file]);
  const exposure = Number(/Overall exposure level for .*: ([\d.]+)/.exec(report)?.[1]);
  expect(exposure).toBeLessThan(2);
});

test('the compose file is one, with both servers on the same engines', async () => {
  const folder = join(await temporaryFolder(), 'deploy');
  await cp(DEPLOY, folder, { recursive: true });
  await cp(join(folder, 'engines.env.example'), join(folder, 'engines.env'));
  const composed = check('docker-compose', ['docker-compose'], ['-f', join(folder, 'compose.yaml'), 'config']);
  for (const name of ['balancer', 'server1', 'server2', 'postgres']) expect(composed).toMatch(`\n  ${name}:\n`);
  expect(composed.match(/U1FILE_METADATA: postgres:\/\//g)).toHaveLength(3);
});

test('the command of the image starts a server by the variables of the example, with no place to write to, and its health is asked', async () => {
  const image = await readFile(join(DEPLOY, 'Containerfile'), 'utf8');
  const lastOf = (name: string): string[] => JSON.parse(image.slice(image.lastIndexOf(`${name} [`) + name.length));
  const example = await readFile(join(DEPLOY, 'engines.env.example'), 'utf8');
  const names = Array.from(example.matchAll(/^(\w+)=/gm), ([, name]) => name ?? '');
  const { metadata = '', blobs } = await newPlace();
  const values: Readonly<Record<string, string>> = {
    POSTGRES_PASSWORD: 'secret',
    U1FILE_METADATA: metadata,
    U1FILE_BLOBS: blobs?.url ?? '',
    U1FILE_S3_ENDPOINT: blobs?.endpoint ?? '',
    U1FILE_S3_REGION: 'default',
    AWS_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
  };
  expect(Object.keys(values).toSorted()).toEqual(names.toSorted());
  const args = lastOf('\nCMD').map((each) => each.replace(/^0\.0\.0\.0:\d+$/, '127.0.0.1:0'));
  const env = { PATH: process.env['PATH'], HOME: '/proc/nowhere', ...values };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const found = (pattern: RegExp) => pattern.exec(said)?.[1] ?? '';
  await expect.poll(() => found(/^metrics on http:\/\/(\S+)/m), { timeout: 60_000 }).not.toBe('');
  expect((await send(found(/^listening on (\S+)/m), 'GET', '/api/time')).status).toBe(200);
  const [, ...asks] = JSON.parse(/HEALTHCHECK .* CMD (\[.*\])$/m.exec(image)?.[1] ?? '[]') as string[];
  const isWell = (host: string) =>
    spawnSync(
      process.execPath,
      asks.map((each) => each.replace('127.0.0.1:9090', host)),
    ).status === 0;
  expect(isWell(found(/^metrics on http:\/\/(\S+)/m))).toBe(true);
  expect(isWell(`127.0.0.1:${await freePort()}`)).toBe(false);
});

interface Alert {
  readonly name: string;
  /** Series and how they go on, a value a minute. */
  readonly input: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What has to happen for each alert to go off within twenty minutes. */
const ALERTS: readonly Alert[] = [
  {
    name: 'ServerDown',
    input: { 'up{job="u1file",instance="a"}': '1 1 0x20', 'up{job="u1file",instance="b"}': '1x20' },
    labels: { job: 'u1file', instance: 'a' },
  },
  {
    name: 'EnginesFailing',
    input: { 'u1file_requests_total{status="503"}': '0+5x30', 'u1file_requests_total{status="200"}': '0+100x30' },
  },
  // The first of a server, and one more.
  { name: 'InternalErrors', input: { 'u1file_requests_total{status="500"}': '_x14 1x20' } },
  { name: 'InternalErrors', input: { 'u1file_requests_total{status="500"}': '1x14 2x20' } },
  {
    name: 'SlowRequests',
    input: {
      'u1file_request_seconds_bucket{method="GET",le="1"}': '0+50x30',
      'u1file_request_seconds_bucket{method="GET",le="5"}': '0+60x30',
      'u1file_request_seconds_bucket{method="GET",le="+Inf"}': '0+60x30',
    },
  },
  { name: 'SpaceRefused', input: { 'u1file_requests_total{status="507"}': '0+20x30' } },
  { name: 'EventLoopLag', input: { nodejs_eventloop_lag_p99_seconds: '0.3x30' } },
];
/** Nothing to tell of: a few refusals, quick answers. */
const CALM: Alert['input'] = {
  'up{job="u1file",instance="a"}': '1x30',
  'u1file_requests_total{status="503"}': '0+1x30',
  'u1file_requests_total{status="500"}': '3x30',
  'u1file_requests_total{status="507"}': '0+1x30',
  'u1file_requests_total{status="200"}': '0+100x30',
  'u1file_request_seconds_bucket{method="GET",le="1"}': '0+60x30',
  'u1file_request_seconds_bucket{method="GET",le="+Inf"}': '0+60x30',
  nodejs_eventloop_lag_p99_seconds: '0.01x30',
};

test('each alert goes off when it should, none of them before, and all go by figures that a server has', async () => {
  const rules = await readFile(join(DEPLOY, 'alerts.yaml'), 'utf8');
  const names = Array.from(rules.matchAll(/alert: (\w+)/g), ([, name]) => name);
  expect(names).toEqual([...new Set(ALERTS.map(({ name }) => name))]);
  const at = '20m';
  const series = (input: Alert['input']) => Object.entries(input).map(([each, values]) => ({ series: each, values }));
  const goingOff = ALERTS.map(({ name, input, labels = {} }) => {
    const summary = new RegExp(`alert: ${name}\\n[^]*?summary: '([^']+)'`).exec(rules)?.[1];
    const exp_alerts = [{ exp_labels: labels, exp_annotations: { summary } }];
    const alert_rule_test = [{ eval_time: at, alertname: name, exp_alerts }];
    return { interval: '1m', input_series: series(input), alert_rule_test };
  });
  const calm = names.map((alertname) => ({ eval_time: at, alertname, exp_alerts: [] }));
  const tests = [...goingOff, { interval: '1m', input_series: series(CALM), alert_rule_test: calm }];
  const file = join(await temporaryFolder(), 'tests.json');
  await writeFile(file, JSON.stringify({ rule_files: [join(DEPLOY, 'alerts.yaml')], tests }));
  expect(check('promtool', ['prometheus'], ['test', 'rules', file])).toContain('SUCCESS');

  const server = await startServe(await newPlace());
  expect((await send(server.address, 'GET', '/api/time')).status).toBe(200);
  const { text } = await send(server.operations, 'GET', '/metrics');
  const used = new Set(rules.match(/\b(u1file|nodejs)_\w+/g));
  expect([...used].filter((name) => !text.includes(`\n${name}`))).toEqual([]);
});

test('the balancer passes addresses and bodies on as they are, and goes on without a server that was killed', async () => {
  const place = await newPlace();
  const servers = await Promise.all([1, 2].map(() => startServe(place, 0, ['--behind-proxy'])));
  const { credentials } = await prepareAccount(place, servers[0]?.address ?? '');
  const origin = await startBalancer(servers.map(({ address }) => address));
  const signer = createClient(origin, credentials);
  const client = new Client(origin, { connect: { rejectUnauthorized: false } });
  onTestFinished(() => client.close());
  const call = async (method: 'GET' | 'PUT', path: string, body: Buffer | null = null, headers = {}) => {
    const authorization = signer.header(method, path);
    const answer = await client.request({ method, path, body, headers: { authorization, ...headers } });
    return { status: answer.statusCode, bytes: Buffer.from(await answer.body.arrayBuffer()) };
  };

  const odd = '/~/Ubuntu%20One/a%2520b%3B%C3%A9+c%26';
  expect((await call('PUT', `/content${odd}`, Buffer.from('odd'))).status).toBe(201);
  expect((await call('GET', `/content${odd}`)).bytes.toString()).toBe('odd');
  const node = JSON.parse((await call('PUT', API_ROOT + odd, Buffer.from('{"is_public":true}'))).bytes.toString());
  expect(node.path).toBe('/a%20b;é+c&');
  expect(node.public_url.startsWith(origin)).toBe(true);

  const large = Buffer.alloc(20_000_000, 'large');
  expect((await call('PUT', '/content/~/Ubuntu%20One/large', large)).status).toBe(201);
  const part = await call('GET', '/content/~/Ubuntu%20One/large', null, { range: 'bytes=10000000-10000009' });
  expect([part.status, part.bytes.toString()]).toEqual([206, 'largelarge']);

  servers[1]?.child.kill('SIGKILL');
  const statuses = [];
  for (let index = 0; index < 20; index += 1)
    statuses.push((await call('PUT', `/content/~/Ubuntu%20One/f${index}`, Buffer.from(`${index}`))).status);
  expect(new Set(statuses)).toEqual(new Set([201]));
});

/** Debian's nginx with the settings of `deploy/`, but for addresses and the certificate; answers its origin. */
async function startBalancer(addresses: readonly string[]): Promise<string> {
  ensurePrograms(['nginx'], ['nginx-light']);
  const folder = await temporaryFolder();
  const { cert, key } = await ownCertificate(folder);
  await mkdir(join(folder, 'tls'));
  await writeFile(join(folder, 'tls', 'fullchain.pem'), cert);
  await writeFile(join(folder, 'tls', 'privkey.pem'), key);
  const port = await freePort();
  const settings = await readFile(join(DEPLOY, 'nginx.conf'), 'utf8');
  const hosts = addresses.map((address) => new URL(address).host);
  const here = settings
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replaceAll('/etc/nginx/tls', join(folder, 'tls'))
    .replace(/server(\d):8080/g, (_, number) => hosts[Number(number) - 1] ?? '');
  const file = join(folder, 'nginx.conf');
  await writeFile(file, here);
  // One process, so that nothing is left behind however the test ends.
  const ours = `daemon off; master_process off; user root; pid ${folder}/pid; error_log ${folder}/log;`;
  const nginx = startDaemon(
    { program: 'nginx', args: ['-e', join(folder, 'log'), '-c', file, '-g', ours] },
    `${folder}/out`,
  );
  onTestFinished(() => nginx.end('SIGKILL'));
  const origin = `https://127.0.0.1:${port}`;
  await until('the balancer answers', async () => await isOpen(origin));
  return origin;
}

async function isOpen(origin: string): Promise<boolean> {
  const client = new Client(origin, { connect: { rejectUnauthorized: false } });
  try {
    const { statusCode, body } = await client.request({ method: 'GET', path: '/api/time' });
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  } finally {
    await client.close();
  }
}
