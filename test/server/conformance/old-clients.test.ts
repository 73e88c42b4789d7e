import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { openAdmin } from '../../../source/server/admin.ts';
import { silentLog } from '../../../source/server/log.ts';
import { startServer } from '../../../source/server/serve.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '../../../source/protocol/credentials.ts';
import { PASSWORD, send } from '../helpers.ts';
import { createOldClient, quote } from './old-client.ts';
import type { Manner } from './old-client.ts';
import { API_ROOT } from './raw.ts';

// What each client sent, in its order and its own spelling, and what it needed to see in the answers.

let origin = '';
let addUser: (email: string) => Promise<void>;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'u1file-old-'));
  const dataDir = join(folder, 'data');
  const server = await startServer({ dataDir, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  origin = server.address;
  const admin = await openAdmin(dataDir);
  addUser = async (email) => void (await admin.addUser({ email, password: PASSWORD }));
  return async () => {
    await admin.close();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
});

const basic = (email: string) => `Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}`;

/** SSO v1, with the challenge first where the client waits for one. */
async function signIn1(email: string, path: string, { waits = false } = {}): Promise<Credentials> {
  await addUser(email);
  if (waits) {
    const challenge = await send(origin, 'GET', path);
    expect([challenge.status, challenge.reason]).toEqual([401, 'UNAUTHORIZED']);
    expect(challenge.headers['www-authenticate']).toMatch(/^Basic realm=".+"$/);
  }
  const { status, json, headers } = await send(origin, 'GET', path, { headers: { authorization: basic(email) } });
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  const { consumer_key, consumer_secret, token, token_secret } = json;
  return { consumerKey: consumer_key, consumerSecret: consumer_secret, token, tokenSecret: token_secret };
}

async function signIn2(email: string): Promise<Credentials> {
  await addUser(email);
  const body = JSON.stringify({ email, password: PASSWORD, token_name: 'Ubuntu One @ phone' });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const { status, json } = await send(origin, 'POST', '/api/v2/tokens/oauth', { headers, body });
  expect(status).toBe(201);
  const { consumer_key, consumer_secret, token_key, token_secret } = json;
  return { consumerKey: consumer_key, consumerSecret: consumer_secret, token: token_key, tokenSecret: token_secret };
}

/** JSON as bytes, one character each. */
const utf8 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('latin1');

const SSO1 = '/api/1.0/authentications?ws.op=authenticate&token_name=Ubuntu%20One%20@%20host';

test('duplicity', async () => {
  const credentials = await signIn1('duplicity@example.org', SSO1, { waits: true });
  const ask = createOldClient(origin, credentials, { method: 'HMAC-SHA1', place: 'header' });
  const ping = await ask('GET', '/oauth/sso-finished-so-get-tokens/');
  expect(ping.status).toBe(200);
  // It looks the type up before anything else, and stops where there is none.
  expect(ping.head).toMatch(/^content-type: /im);
  expect((await ask('GET', API_ROOT)).status).toBe(200);
  const volume = await ask('PUT', `${API_ROOT}/volumes/~/${quote('my backup')}`);
  expect(volume.json).toMatchObject({
    path: '~/my backup',
    node_path: '/~/my backup',
    content_path: '/content/~/my backup',
  });
  const listed = await ask('GET', `${API_ROOT}/~/${quote('my backup')}/?include_children=true`);
  expect(listed.json).toMatchObject({ has_children: false, children: [] });
  const name = 'duplicity-full.20120825T153449Z.vol1.difftar.gpg';
  const headers = 'Content-Type: application/octet-stream\r\n';
  const put = await ask('PUT', quote(`/content/~/my backup/${name}`), { headers, body: 'volume one' });
  expect([put.status, put.json]).toEqual([201, expect.objectContaining({ size: 10, path: `/${name}` })]);
  const children = await ask('GET', `${API_ROOT}/~/${quote('my backup')}/?include_children=true`);
  expect(children.json).toMatchObject({ has_children: true, children: [{ path: `/${name}` }] });
  expect((await ask('GET', quote(`/content/~/my backup/${name}`))).body).toBe('volume one');
  const gone = await ask('DELETE', API_ROOT + quote(`/~/my backup/${name}`));
  expect([gone.status, gone.json]).toEqual([200, null]);
  // It passes over 404 here.
  expect((await ask('DELETE', API_ROOT + quote(`/~/my backup/${name}`))).status).toBe(404);
});

test('the PHP library of migerh, with what it does after the web flow', async () => {
  const credentials = await signIn1('migerh@example.org', SSO1);
  // What it signs are the bytes that it sends.
  const signPath = (path: string) => Buffer.from(path, 'latin1').toString('utf8');
  const ask = createOldClient(origin, credentials, { method: 'HMAC-SHA1', place: 'query', signPath });
  const form = 'Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n';
  const raw = Buffer.from('/~/Ubuntu One/Fotos/Gru\u00df.jpg').toString('latin1').replaceAll(' ', '%20');
  expect((await ask('GET', `${API_ROOT}/volumes`)).json).toHaveLength(1);
  expect((await ask('PUT', API_ROOT + raw, { headers: form, body: '{"kind":"file"}' })).json).toMatchObject({
    kind: 'file',
    size: null,
    hash: null,
  });
  const put = await ask('PUT', `/content${raw}`, { headers: 'Content-Type: image/jpeg\r\n', body: 'jpeg' });
  expect(put.status).toBe(200);
  // It changes one key of what it got and sends the whole of it back.
  const node = (await ask('GET', API_ROOT + raw)).json as Record<string, unknown>;
  const published = await ask('PUT', API_ROOT + raw, {
    headers: form,
    body: utf8({ ...node, is_public: true }),
  });
  expect(published.json).toMatchObject({
    is_public: true,
    public_url: expect.stringContaining('http'),
    path: node['path'],
  });
  const moved = { ...(published.json as object), path: '/moved.jpg' };
  expect((await ask('PUT', API_ROOT + raw, { headers: form, body: utf8(moved) })).json).toMatchObject({
    path: '/moved.jpg',
    is_public: true,
  });
  expect(JSON.parse((await ask('DELETE', `${API_ROOT}/~/Ubuntu%20One/moved.jpg`)).body)).toBeNull();
});

test('the PHP library of wnsnrs', async () => {
  const credentials = await signIn1('wnsnrs@example.org', SSO1);
  const ask = createOldClient(origin, credentials, {
    method: 'HMAC-SHA1',
    place: 'header',
    headers: 'Accept: */*\r\n',
  });
  const whole = (path: string) => quote(path, '');
  expect((await ask('GET', API_ROOT)).json).toMatchObject({ root_node_path: '/~/Ubuntu One' });
  const target = `${API_ROOT}/~/${whole('Ubuntu One/a b/c&d.txt')}`;
  expect(target).toContain('%2Fa%20b%2F');
  const headers = 'Content-Type: application/x-www-form-urlencoded\r\n';
  expect((await ask('PUT', target, { headers, body: '{"kind":"file"}' })).json).toMatchObject({ path: '/a b/c&d.txt' });
  const put = await ask('PUT', `/content/~/${whole('Ubuntu One/a b/c&d.txt')}`, { headers, body: 'text' });
  expect([put.status, put.json]).toEqual([200, expect.objectContaining({ size: 4 })]);
  expect((await ask('DELETE', target, { headers, body: ' ' })).status).toBe(200);
  const missing = await ask('DELETE', target, { headers, body: ' ' });
  expect([missing.status, missing.json]).toEqual([404, { error: expect.any(String) }]);
});

test('the Perl module UbuntuOne', async () => {
  const path = SSO1.replace('host', 'perl.example.org');
  const credentials = await signIn1('perl@example.org', path);
  // One nonce and one time for all that it asks within a second.
  const ask = createOldClient(origin, credentials, { method: 'PLAINTEXT', place: 'query', nonce: '1377777777' });
  expect((await ask('GET', '/oauth/sso-finished-so-get-tokens/perl@example.org')).status).toBe(200);
  expect((await ask('GET', '/api/account')).json).toMatchObject({ email: 'perl@example.org' });
  expect(Object.keys((await ask('GET', '/api/quota')).json as object).toSorted()).toEqual(['total', 'used']);
  for (const each of ['/volumes/~/one', '/volumes/~/two']) expect((await ask('PUT', API_ROOT + each)).status).toBe(200);
  expect((await ask('GET', `${API_ROOT}/volumes`)).json).toHaveLength(3);
});

test('likebeta', async () => {
  const credentials = await signIn1('likebeta@example.org', SSO1);
  const manner: Manner = {
    method: 'PLAINTEXT',
    place: 'header',
    extra: { oauth_body_hash: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
  };
  const ask = createOldClient(origin, credentials, manner);
  const ABSOLUTE = `https://one.ubuntu.com${API_ROOT}`;
  const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
  // It tries without sending the content, and looks for the key `error`.
  const magic = { kind: 'file', hash: `sha1:${sha1('bytes')}`, magic_hash: `magic_hash:${sha1('Ubuntu Onebytes')}` };
  const refused = await ask('PUT', `${ABSOLUTE}/~/Ubuntu%20One/f`, { body: JSON.stringify(magic) });
  expect([refused.status, refused.json]).toEqual([400, { error: 'The content could not be reused.' }]);
  expect((await ask('PUT', 'https://files.one.ubuntu.com/content/~/Ubuntu%20One/f', { body: 'bytes' })).status).toBe(
    201,
  );
  const reused = await ask('PUT', `${ABSOLUTE}/~/Ubuntu%20One/g`, { body: JSON.stringify(magic) });
  expect([reused.status, reused.json]).toEqual([200, expect.objectContaining({ size: 5, hash: magic.hash })]);
  expect((await ask('DELETE', `${ABSOLUTE}/~/Ubuntu%20One/g`)).body).toBe('null');
  expect((await ask('DELETE', `${ABSOLUTE}/~/Ubuntu%20One/g`)).json).toEqual({ error: expect.any(String) });
  const stranger = createOldClient(origin, { ...credentials, token: 'x'.repeat(50) }, manner);
  expect((await stranger('GET', `${ABSOLUTE}/volumes`)).reason).toBe('UNAUTHORIZED');
});

test('ubuntuOne4j', async () => {
  const credentials = await signIn2('java@example.org');
  const ask = createOldClient(origin, credentials, { method: 'PLAINTEXT', place: 'header' });
  const chunked = 'Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n';
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;
  // Its beans take no key that they do not know.
  expect(Object.keys((await ask('GET', API_ROOT)).json as object).toSorted()).toEqual([
    'max_bytes',
    'resource_path',
    'root_node_path',
    'used_bytes',
    'user_id',
    'user_node_paths',
    'visible_name',
  ]);
  expect((await ask('GET', '/api/quota/')).json).toEqual({ total: 5_368_709_120, used: 0 });
  const node = `${API_ROOT}/~/Ubuntu%20One/j.txt`;
  expect((await ask('PUT', node, { headers: chunked, body: chunk('{"kind":"file"}') })).status).toBe(200);
  const put = await ask('PUT', '/content/~/Ubuntu%20One/j.txt', { headers: chunked, body: chunk('java') });
  expect([put.status, put.json]).toEqual([200, expect.objectContaining({ size: 4 })]);
  // A key that never meant anything.
  const wrong = await ask('PUT', node, { headers: chunked, body: chunk('{"public": true}') });
  expect([wrong.status, wrong.json]).toEqual([200, expect.objectContaining({ is_public: false })]);
  expect((await ask('DELETE', node)).status).toBe(200);
});

test('txu1', async () => {
  const credentials = await signIn1('txu1@example.org', SSO1);
  const cut = (path: string) => path.split(' ')[0] ?? '';
  const gzip = 'Accept-Encoding: gzip\r\n';
  const ask = createOldClient(origin, credentials, {
    method: 'HMAC-SHA1',
    place: 'header',
    headers: gzip,
    signPath: cut,
  });
  for (const _twice of [1, 2]) {
    const made = await ask('PUT', `${API_ROOT}/~/Ubuntu One/my dir`, { body: '{"kind":"directory"}' });
    expect([made.status, made.json]).toEqual([200, expect.objectContaining({ path: '/my dir', kind: 'directory' })]);
  }
  expect((await ask('PUT', '/content/~/Ubuntu One/my dir/a b', { body: 'x' })).status).toBe(201);
  const got = await ask('GET', '/content/~/Ubuntu One/my dir/a b');
  expect([got.status, got.body]).toEqual([200, 'x']);
  // It reads JSON out of every 200, an empty one would be an error.
  expect((await ask('DELETE', `${API_ROOT}/~/Ubuntu One/my dir`)).json).toBeNull();
});

test('ubuntuone-qt-files', async () => {
  const credentials = await signIn1('qt@example.org', SSO1, { waits: true });
  const reencode = (path: string) => quote(decodeURIComponent(path));
  const ask = createOldClient(origin, credentials, { method: 'HMAC-SHA1', place: 'query', signPath: reencode });
  const name = "()[]'=,:!@$*+;";
  expect((await ask('PUT', `/content/~/Ubuntu%20One/${name}`, { body: 'qt' })).json).toMatchObject({
    path: `/${name}`,
  });
  expect((await ask('GET', `${API_ROOT}/~/Ubuntu%20One/${name}`)).json).toMatchObject({ size: 2 });
  const listed = await ask('GET', `${API_ROOT}/~/Ubuntu%20One?include_children=true`);
  expect(listed.json).toMatchObject({ children: [{ path: `/${name}` }] });
});

test('ddimmich', async () => {
  const credentials = await signIn1('ddimmich@example.org', SSO1);
  const ask = createOldClient(origin, credentials, { method: 'PLAINTEXT', place: 'header', hasVersion: false });
  const made = await ask('PUT', `${API_ROOT}/%7E/Ubuntu%20One/d/`, { body: '{"kind":"directory"}' });
  expect([made.status, made.json]).toEqual([200, expect.objectContaining({ path: '/d' })]);
  const put = await ask('PUT', '/content/%7E/Ubuntu%20One/d/f', { body: 'by key' });
  const { key } = put.json as { key: string };
  expect(key).toMatch(/^[\w-]{22}$/);
  expect((await ask('GET', `/${key}`)).body).toBe('by key');
  expect((await ask('GET', `/content/${key}`)).body).toBe('by key');
});

test('CloudRAID', async () => {
  const credentials = await signIn1('cloudraid@example.org', SSO1);
  const ask = createOldClient(origin, credentials, { method: 'HMAC-SHA1', place: 'header' });
  for (const _twice of [1, 2]) expect((await ask('PUT', `${API_ROOT}/volumes/~/cloudraid/`)).status).toBe(200);
  // It insisted on 201 for what is new; nothing is made before.
  expect((await ask('PUT', '/content/~/cloudraid/0a1b2c', { body: 'part' })).status).toBe(201);
  expect((await ask('PUT', '/content/~/cloudraid/0a1b2c', { body: 'again' })).status).toBe(200);
  expect((await ask('GET', '/content/~/cloudraid/0a1b2c')).body).toBe('again');
  expect((await ask('DELETE', `${API_ROOT}/~/cloudraid/0a1b2c`)).status).toBe(200);
  expect((await ask('DELETE', `${API_ROOT}/~/cloudraid/0a1b2c`)).status).toBe(404);
  expect((await ask('GET', '/content/~/cloudraid/0a1b2c')).status).toBe(404);
});

test('marxoft and other clients of 2013, which never ping', async () => {
  const credentials = await signIn2('marxoft@example.org');
  const ask = createOldClient(origin, credentials, {
    method: 'HMAC-SHA1',
    place: 'header',
    signPath: (path) => quote(decodeURIComponent(path)),
  });
  const put = await ask('PUT', "/content/~/Ubuntu%20One/it's%20(1)!.txt", { body: '0123456789' });
  expect([put.status, put.json]).toEqual([201, expect.objectContaining({ path: "/it's (1)!.txt" })]);
  const got = await ask('GET', "/content/~/Ubuntu%20One/it's%20(1)!.txt", {
    headers: 'Range: 5-\r\nAccept-Encoding: gzip\r\n',
  });
  expect([got.status, got.body]).toEqual([200, '0123456789']);
});

test('the Thunderbird add-on', async () => {
  const credentials = await signIn1('thunderbird@example.org', SSO1);
  const ask = createOldClient(origin, credentials, { method: 'PLAINTEXT', place: 'header' });
  expect((await ask('POST', '/oauth/sso-finished-so-get-tokens/')).status).toBe(200);
  expect((await ask('PUT', `${API_ROOT}/volumes/~/.ubuntuone/thunderbird`)).status).toBe(200);
  const put = await ask('PUT', '/content/~/.ubuntuone/thunderbird/a.pdf', {
    headers: 'Content-Type: application/pdf\r\n',
    body: '%PDF',
  });
  const { resource_path: path } = put.json as { resource_path: string };
  const json = 'Content-Type: application/json\r\n';
  const published = await ask('PUT', API_ROOT + quote(path), { headers: json, body: '{"is_public":true}' });
  const { public_url: url } = published.json as { public_url: string };
  const anyone = await send(origin, 'GET', new URL(url).pathname);
  expect([anyone.status, anyone.text, anyone.headers['content-type']]).toEqual([200, '%PDF', 'application/pdf']);
  expect((await ask('DELETE', API_ROOT + quote(path))).status).toBe(200);
  expect((await send(origin, 'GET', new URL(url).pathname)).status).toBe(404);
});

test('Nitro, Onitu and Clementine: labels and ranges', async () => {
  const credentials = await signIn2('nitro@example.org');
  const ask = createOldClient(origin, credentials, { method: 'PLAINTEXT', place: 'header' });
  const headers = 'Content-Type: application/json\r\nRange: bytes=0-1\r\n';
  expect(
    (await ask('PUT', '/content/~/Ubuntu%20One/tasks.json', { headers, body: '{"tasks":[]}' })).json,
  ).toMatchObject({ size: 12 });
  const whole = await ask('GET', '/content/~/Ubuntu%20One/tasks.json');
  expect(whole.head).toContain('Content-Type: application/octet-stream\r\n');
  const part = await ask('GET', '/content/~/Ubuntu%20One/tasks.json', { headers: 'Range: bytes=2-6\r\n' });
  expect([part.status, part.body]).toEqual([206, 'tasks']);
  expect(part.head).toContain('Content-Range: bytes 2-6/12\r\n');
  const past = await ask('GET', '/content/~/Ubuntu%20One/tasks.json', { headers: 'Range: bytes=12-\r\n' });
  expect(past.status).toBe(416);
});
