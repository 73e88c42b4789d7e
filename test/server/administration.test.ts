import { Agent, get } from 'node:https';
import { request } from 'node:http';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { openAdmin, restoreBackup } from '../../source/server/admin.ts';
import type { Admin } from '../../source/server/admin.ts';
import { purgeNodes } from '../../source/server/rules/leftovers.ts';
import { runUpkeep } from '../../source/server/operations/upkeep-timer.ts';
import { all, run } from '../../source/server/metadata/work.ts';
import { silentLog } from '../../source/server/log.ts';
import type { LogFields } from '../../source/server/log.ts';
import { defaultSettings } from '../../source/server/settings.ts';
import { createClient, createContentHash, PASSWORD, send, signIn, startCloud, temporaryFolder } from './helpers.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import { startServer } from '../../source/server/serve.ts';
import { sweep } from '../../source/server/upkeep/sweep.ts';

const EMAIL = 'ted@example.org';
const HOUR = 3_600_000;
/** Too much to be kept in its row. */
const LARGE = 'precious'.padEnd(40_000, '.');

async function adminOf(place: string | StoreAddress): Promise<Admin> {
  const admin = await openAdmin(place, { mayMake: false });
  onTestFinished(() => admin.close());
  return admin;
}

test('an administrator changes accounts beside the running server', async () => {
  const { client, place } = await startCloud();
  const admin = await adminOf(place);
  expect(await admin.setQuota(EMAIL, 5)).toMatchObject({ maxBytes: 5 });
  expect((await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: '123456' })).status).toBe(507);
  expect(await admin.setDisabled(EMAIL, true)).toMatchObject({ isDisabled: true });
  expect((await client.api('GET', '')).status).toBe(401);
  await admin.setDisabled(EMAIL, false);
  expect((await client.api('GET', '')).status).toBe(200);
  expect(await admin.revokeTokens(EMAIL)).toBe(1);
  expect((await client.api('GET', '')).status).toBe(401);
  const anew = await signIn(client.origin, EMAIL);
  await admin.setPassword(EMAIL, 'another one');
  expect((await anew.api('GET', '')).status).toBe(401);
  await expect(signIn(client.origin, EMAIL)).rejects.toThrow('INVALID_CREDENTIALS');
  expect(await admin.enableTwoFactor(EMAIL)).toMatch(/^[A-Z2-7]{32}$/);
  expect((await admin.listUsers())[0]?.hasTwoFactor).toBe(true);
  expect((await admin.resetTwoFactor(EMAIL)).hasTwoFactor).toBe(false);
  await expect(admin.setQuota('nobody@example.org', 1)).rejects.toMatchObject({ code: 'not-found' });
  await expect(admin.addUser({ email: ' TED@example.org', password: PASSWORD })).rejects.toMatchObject({
    code: 'name-taken',
  });
});

test('a folder without data is not made by looking at it', async () => {
  const folder = join(await temporaryFolder(), 'nothing');
  await expect(openAdmin(folder, { mayMake: false })).rejects.toMatchObject({ code: 'not-found' });
  await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('check finds content that is gone, cut, or damaged', async () => {
  const { client, place, stored } = await startCloud();
  const admin = await adminOf(place);
  const { hash } = (await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: LARGE })).json;
  expect(await admin.check()).toEqual({ problems: [], blobs: 1 });
  await stored.overwrite(hash, LARGE.replace('o', 'O'));
  expect((await admin.check()).problems).toEqual([expect.stringContaining('damaged')]);
  await stored.overwrite(hash, 'prec');
  expect((await admin.check()).problems).toEqual([expect.stringContaining('has 4 bytes and should have 40000')]);
  await stored.remove(hash);
  expect((await admin.check()).problems).toEqual([expect.stringContaining('is not there')]);
});

test('check finds small content that is damaged or gone from its row', async () => {
  const { client, place, server } = await startCloud();
  const admin = await adminOf(place);
  await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'precious' });
  expect(await admin.check()).toEqual({ problems: [], blobs: 1 });
  const setContent = (content: Buffer | null) =>
    server.data.metadata.write((tx) => run(tx.db.updateTable('blob').set({ content })));
  await setContent(Buffer.from('precIous'));
  expect((await admin.check()).problems).toEqual([expect.stringContaining('damaged')]);
  await expect(admin.backup(join(await temporaryFolder(), 'backup'))).rejects.toThrow('damaged');
  await setContent(Buffer.from('prec'));
  expect((await admin.check()).problems).toEqual([expect.stringContaining('has 4 bytes and should have 8')]);
  await setContent(null);
  expect((await admin.check()).problems).toEqual([expect.stringContaining('is not there')]);
});

test('small content that was among the blobs moves into its row with the next upload, and the blob goes', async () => {
  const now = { at: Date.now() };
  const { client, server, stored } = await startCloud({ now: () => now.at });
  const { hash } = (await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'hello\n' })).json;
  await server.data.metadata.write((tx) => run(tx.db.updateTable('blob').set({ content: null })));
  await stored.overwrite(hash, 'hello\n');
  expect((await client.call('GET', '/content/~/Ubuntu%20One/f')).text).toBe('hello\n');
  await client.call('PUT', '/content/~/Ubuntu%20One/g', { body: 'hello\n' });
  now.at += 2 * HOUR;
  await runUpkeep({ data: server.data, settings: defaultSettings, log: silentLog, now: () => now.at });
  for await (const blob of server.data.blobs.list()) expect(blob).toBe('none is left');
  expect((await client.call('GET', '/content/~/Ubuntu%20One/f', { now: now.at })).text).toBe('hello\n');
});

test('a sweep removes what nobody needs, and nothing that is young or needed', async () => {
  const { client, place, server, stored } = await startCloud();
  const admin = await adminOf(place);
  const kept = 'kept'.padEnd(20_000, '.');
  await client.call('PUT', '/content/~/Ubuntu%20One/kept', { body: kept });
  await client.call('PUT', '/content/~/Ubuntu%20One/d/gone', { body: 'gone' });
  const orphan = `sha1:aa${'0'.repeat(38)}`;
  await stored.overwrite(orphan, 'orphan');
  await stored.leaveUnfinished();
  await client.api('DELETE', '/~/Ubuntu%20One/d');
  expect(await admin.sweep({ keepDeletedDays: 30 })).toEqual({ nodes: 0, blobs: 0, unfinished: 0 });
  const later = (hours: number) =>
    sweep(server.data, { keepDeleted: 30 * 24 * HOUR, now: () => Date.now() + hours * HOUR });
  expect(await later(0.9)).toEqual({ nodes: 0, blobs: 0, unfinished: 0 });
  expect(await later(1.1)).toEqual({ nodes: 0, blobs: 1, unfinished: 0 });
  expect(await server.data.blobs.sizeOf(orphan)).toBeNull();
  expect(await later(23)).toEqual({ nodes: 0, blobs: 0, unfinished: 0 });
  expect(await later(25)).toEqual({ nodes: 0, blobs: 0, unfinished: 1 });
  expect(await stored.unfinished()).toBe(0);
  expect((await client.call('GET', '/content/~/Ubuntu%20One/kept')).text).toBe(kept);
  expect((await admin.check()).problems).toEqual([]);
});

test('deleted files go with their content when their time is over', async () => {
  const now = { at: Date.now() };
  const { client, server } = await startCloud({ now: () => now.at });
  await client.call('PUT', '/content/~/Ubuntu%20One/d/gone', { body: LARGE, now: now.at });
  await client.api('PUT', '/volumes/~/x');
  await client.call('PUT', '/content/~/x/gone-too', { body: 'gone too' });
  await client.api('DELETE', '/~/Ubuntu%20One/d');
  await client.api('DELETE', '/volumes/~/x');
  const { data } = server;
  const upkeep = () => runUpkeep({ data, settings: defaultSettings, log: silentLog, now: () => now.at });
  now.at += 29 * 24 * HOUR;
  await upkeep();
  expect(
    (
      await createClient(client.origin, client.credentials).api('GET', '/volumes/~/Ubuntu%20One?delta=true', {
        now: now.at,
      })
    ).json.delta.nodes,
  ).toHaveLength(2);
  now.at += 2 * 24 * HOUR;
  await upkeep();
  const delta = await client.api('GET', '/volumes/~/Ubuntu%20One?delta=true', { now: now.at });
  expect(delta.json.delta.nodes).toEqual([]);
  for await (const blob of data.blobs.list()) expect(blob).toBe('none is left');
  const rows = await data.metadata.read((tx) =>
    all(tx.db.selectFrom('blob').select('hash').where('gone_at', 'is', null)),
  );
  expect(rows).toEqual([]);
});

test('an upload of content that is just being swept away is told to come again', async () => {
  const { client, server } = await startCloud();
  const put = (name: string) => client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: LARGE });
  const { hash } = (await put('f')).json;
  const setGone = (at: number | null) =>
    server.data.metadata.write((tx) => run(tx.db.updateTable('blob').set({ gone_at: at }).where('hash', '=', hash)));
  await setGone(Date.now() + 60_000);
  const refused = await put('g');
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
  await setGone(Date.now() - 2000);
  expect((await put('g')).status).toBe(201);
  expect((await client.call('GET', '/content/~/Ubuntu%20One/g')).text).toBe(LARGE);
});

test('what was deleted comes back, with all that went with it, under a free name', async () => {
  const { client, place } = await startCloud();
  const admin = await adminOf(place);
  await client.call('PUT', '/content/~/Ubuntu%20One/d/e/f.txt', { body: 'first' });
  await client.api('PUT', '/~/Ubuntu%20One/d/e/f.txt', '{"is_public":true}');
  await client.call('PUT', '/content/~/Ubuntu%20One/d/other', { body: 'earlier' });
  await client.api('DELETE', '/~/Ubuntu%20One/d/other');
  await new Promise((resolve) => setTimeout(resolve, 2));
  await client.api('DELETE', '/~/Ubuntu%20One/d');
  expect(await admin.undelete(EMAIL, 'Ubuntu One/d')).toBe('Ubuntu One/d');
  const file = await client.api('GET', '/~/Ubuntu%20One/d/e/f.txt');
  expect(file.json).toMatchObject({ size: 5, is_public: false });
  expect((await client.call('GET', '/content/~/Ubuntu%20One/d/e/f.txt')).text).toBe('first');
  expect((await client.api('GET', '/~/Ubuntu%20One/d/other')).status).toBe(404);
  await client.api('DELETE', '/~/Ubuntu%20One/d/e/f.txt');
  await client.call('PUT', '/content/~/Ubuntu%20One/d/e/f.txt', { body: 'second' });
  expect(await admin.undelete(EMAIL, 'Ubuntu One/d/e/f.txt')).toBe('Ubuntu One/d/e/f~1.txt');
  expect((await client.call('GET', '/api/quota/')).json.used).toBe(11);
  await expect(admin.undelete(EMAIL, 'Ubuntu One/never')).rejects.toMatchObject({ code: 'not-found' });
  expect((await admin.check()).problems).toEqual([]);
});

test('a backup of a running server is whole, grows by what is new, and restores to the same', async () => {
  const { client, place } = await startCloud();
  const admin = await adminOf(place);
  const folder = join(await temporaryFolder(), 'backup');
  await client.call('PUT', '/content/~/Ubuntu%20One/a', { body: LARGE });
  expect(await admin.backup(folder)).toEqual({ blobs: 1, kept: 0 });
  await client.call('PUT', '/content/~/Ubuntu%20One/b', { body: 'bbbb' });
  await client.call('PUT', '/content/~/Ubuntu%20One/d', { body: `more ${LARGE}` });
  expect(await admin.backup(folder)).toEqual({ blobs: 3, kept: 1 });
  await client.call('PUT', '/content/~/Ubuntu%20One/c', { body: 'after' });
  const restored = join(await temporaryFolder(), 'data');
  expect(await restoreBackup(folder, restored)).toEqual({ blobs: 3, kept: 0 });
  await expect(restoreBackup(folder, restored)).rejects.toMatchObject({ code: 'name-taken' });
  expect((await (await adminOf(restored)).check()).problems).toEqual([]);
  const second = await startServer({ dataDir: restored, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  onTestFinished(() => second.close());
  const other = createClient(second.address, client.credentials);
  for (const [name, content] of [
    ['a', LARGE],
    ['b', 'bbbb'],
  ] as const)
    expect((await other.call('GET', `/content/~/Ubuntu%20One/${name}`)).text).toBe(content);
  expect((await other.api('GET', '/~/Ubuntu%20One/c')).status).toBe(404);
  expect(((await stat(join(restored, 'u1file.sqlite'))).mode & 0o777).toString(8)).toBe('600');
});

test('content that nobody needed any more can not be asked for in a restored backup, where it is not', async () => {
  const { client, place, server } = await startCloud();
  const { hash } = (await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: LARGE })).json;
  await client.api('DELETE', '/~/Ubuntu%20One/f');
  await server.data.metadata.write((tx) => purgeNodes(tx, Date.now() + HOUR));
  const digest = createContentHash();
  digest.update(Buffer.from(LARGE));
  const wish = JSON.stringify({ kind: 'file', hash, magic_hash: digest.digest().magicHash });
  // It is still stored here, so it may be had again.
  expect((await client.api('PUT', '/~/Ubuntu%20One/g', wish)).status).toBe(200);
  await client.api('DELETE', '/~/Ubuntu%20One/g');
  await server.data.metadata.write((tx) => purgeNodes(tx, Date.now() + HOUR));
  const folder = join(await temporaryFolder(), 'backup');
  expect(await (await adminOf(place)).backup(folder)).toEqual({ blobs: 0, kept: 0 });
  const restored = await startServer({ dataDir: folder, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  onTestFinished(() => restored.close());
  const other = createClient(restored.address, client.credentials);
  expect((await other.api('PUT', '/~/Ubuntu%20One/h', wish)).status).toBe(400);
  expect((await other.call('PUT', '/content/~/Ubuntu%20One/h', { body: LARGE })).status).toBe(201);
  expect((await other.call('GET', '/content/~/Ubuntu%20One/h')).text).toBe(LARGE);
});

test('an internal error is found again by its ID, and no answer tells of it', async () => {
  const lines: [string, LogFields][] = [];
  const note = (event: string, fields: LogFields = {}) => void lines.push([event, fields]);
  const { client, place, stored } = await startCloud({ log: { info: note, warn: note, error: note } });
  const admin = await adminOf(place);
  const { hash } = (await client.call('PUT', '/content/~/Ubuntu%20One/secret-name', { body: LARGE })).json;
  await stored.remove(hash);
  const got = await client.call('GET', '/content/~/Ubuntu%20One/secret-name');
  expect([got.status, got.text]).toEqual([500, '{"error":"internal error"}']);
  const id = String(got.headers['x-oops-id']);
  const logged = lines.find(([, fields]) => fields['oops'] === id)?.[1];
  expect(logged?.['stack']).toContain('can not be opened');
  await expect.poll(async () => (await admin.findOops(id))?.stack).toContain('can not be opened');
  expect(await admin.findOops('OOPS-none')).toBeNull();
  const { tokenSecret, consumerSecret } = client.credentials;
  for (const secret of ['secret-name', tokenSecret, consumerSecret])
    expect(JSON.stringify(lines)).not.toContain(secret);
});

test('one user can not have more requests at a time than allowed', async () => {
  const { client, addClient } = await startCloud({ settings: { requestsPerUser: 2 } });
  const other = await addClient('bob@example.org');
  const finish: (() => void)[] = [];
  async function* held() {
    yield Buffer.from('x');
    await new Promise<void>((resolve) => finish.push(resolve));
  }
  const uploads = [1, 2].map((n) =>
    client.call('PUT', `/content/~/Ubuntu%20One/f${n}`, { body: Readable.from(held()) }),
  );
  // Two requests go to two servers where there are two, and each has to know of the other's.
  const status = async () => (await client.api('GET', '')).status;
  await expect.poll(async () => [await status(), await status()], { timeout: 10_000 }).toEqual([503, 503]);
  const refused = await client.api('GET', '');
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
  expect((await other.api('GET', '')).status).toBe(200);
  for (const act of finish) act();
  expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual([201, 201]);
  // What goes on at another server is known within a second.
  await expect.poll(async () => (await client.api('GET', '')).status, { timeout: 10_000 }).toBe(200);
});

test('metrics count by route and health tells of both stores, on a listener of their own', async () => {
  const { client, server } = await startCloud({ operations: { host: '127.0.0.1', port: 0 } });
  const address = server.operationsAddress ?? '';
  const metrics = async () => (await send(address, 'GET', '/metrics')).text;
  // Where two servers take turns, each counts for itself.
  for (const name of ['secret', 'secret2']) await client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: 'x' });
  expect(await metrics()).toMatch(/u1file_requests_total\{route="content",method="PUT",status="201"\} [12]\n/);
  expect(await metrics()).not.toContain('secret');
  expect((await send(address, 'GET', '/healthz')).json).toEqual({ status: 'ok', metadata: 'ok', blobs: 'ok' });
  expect((await send(client.origin, 'GET', '/metrics')).status).toBe(404);
});

test('a certificate of its own is made once and serves HTTPS', async () => {
  const dataDir = join(await temporaryFolder(), 'data');
  const prints = [];
  for (const _start of [1, 2]) {
    const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, tls: 'self', log: silentLog });
    prints.push(server.fingerprint);
    expect(server.address).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      const agent = new Agent({ rejectUnauthorized: false });
      get(`${server.address}/api/time`, { agent }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(200);
    await server.close();
  }
  expect(prints[0]).toMatch(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  expect(prints[1]).toBe(prints[0]);
});

test('a server that is closed ends connections that are kept for more', async () => {
  const { Agent: HttpAgent } = await import('node:http');
  const dataDir = join(await temporaryFolder(), 'data');
  const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  const agent = new HttpAgent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const status = await new Promise((resolve) => {
    request(`${server.address}/api/time`, { agent }, (answer) => resolve(answer.resume().statusCode)).end();
  });
  expect(status).toBe(200);
  await server.close();
});
