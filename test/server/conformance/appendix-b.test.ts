import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { run } from '../../../source/server/metadata/work.ts';
import { changeAccount } from '../../../source/server/rules/accounts/accounts.ts';
import { encodeBase32, totp } from '../../../source/server/sso/totp.ts';
import { PASSWORD } from '../helpers.ts';
import { createOldClient } from './old-client.ts';
import type { Manner } from './old-client.ts';
import { API_ROOT, plaintext } from './raw.ts';
import { shareCloud } from './walk.ts';

// Each line is what a client that shipped depended on. The numbers are those of the list.

const { running, somebody } = shareCloud();
const digest = (text: string) => createHash('sha1').update(text).digest('hex');
const ANYONE = { headers: 'Authorization: none\r\n' };

test('B1 a volume put twice is 200 and 200, nested 400', async () => {
  const { api } = await somebody();
  const [first, second] = [await api('PUT /volumes/~/x'), await api('PUT /volumes/~/x')];
  expect([first.status, second.status, second.json]).toEqual([200, 200, first.json]);
  expect((await api('PUT /volumes/~/x/y')).status).toBe(400);
});

test('B2 a file made without a type of body has a content path and no content', async () => {
  const { api } = await somebody();
  await api('PUT /volumes/~/x');
  const made = await api('PUT /~/x/f', '{"kind":"file"}');
  expect([made.status, made.json]).toEqual([
    200,
    expect.objectContaining({ content_path: '/content/~/x/f', size: null, hash: null }),
  ]);
});

test('B3 content is 201, then 200, comes back, and is 404 before', async () => {
  const { api, content } = await somebody();
  await api('PUT /~/Ubuntu%20One/made', '{"kind":"file"}');
  expect((await content('GET /~/Ubuntu%20One/made')).status).toBe(404);
  expect((await content('PUT /~/Ubuntu%20One/made', 'bytes')).status).toBe(200);
  const put = await content('PUT /~/Ubuntu%20One/new', 'bytes');
  expect([put.status, put.json]).toEqual([201, expect.objectContaining({ path: '/new', size: 5 })]);
  expect((await content('GET /~/Ubuntu%20One/new')).body).toBe('bytes');
});

test('B4 a listing with a slash at its end has children with their paths', async () => {
  const { api, content } = await somebody();
  await api('PUT /volumes/~/x');
  await content('PUT /~/x/f', 'x');
  const listed = await api('GET /~/x/?include_children=true');
  expect(listed.json).toMatchObject({ has_children: true, children: [{ path: '/f' }] });
});

test('B5 the type is exactly application/json, DELETE says null, and 404 the second time', async () => {
  const { api } = await somebody();
  await api('PUT /~/Ubuntu%20One/f', '{"kind":"file"}');
  const [first, second] = [await api('DELETE /~/Ubuntu%20One/f'), await api('DELETE /~/Ubuntu%20One/f')];
  expect([first.status, first.header('content-type'), first.body]).toEqual([200, 'application/json', 'null']);
  expect([second.status, second.header('content-type')]).toEqual([404, 'application/json']);
});

test('B6 magic: an unknown hash is 400 with an error, a known one is a file without an upload', async () => {
  const [me, other] = [await somebody(), await somebody()];
  const magic = (text: string) =>
    JSON.stringify({
      kind: 'file',
      hash: `sha1:${digest(text)}`,
      magic_hash: `magic_hash:${digest(`Ubuntu One${text}`)}`,
    });
  const unknown = await me.api('PUT /~/Ubuntu%20One/f', magic('never sent'));
  expect([unknown.status, Object.keys(unknown.json)]).toEqual([400, ['error']]);
  await other.content('PUT /~/Ubuntu%20One/f', 'sent by another');
  expect((await me.api('PUT /~/Ubuntu%20One/f', magic('sent by another'))).json.size).toBe(15);
  expect((await me.content('GET /~/Ubuntu%20One/f')).body).toBe('sent by another');
});

test('B7 a representation put back with another path moves, and replaces what is there', async () => {
  const { api, content } = await somebody();
  await content('PUT /~/Ubuntu%20One/target', 'old');
  const node = (await content('PUT /~/Ubuntu%20One/f', 'new')).json;
  const moved = await api('PUT /~/Ubuntu%20One/f', JSON.stringify({ ...node, path: '/target' }));
  expect([moved.status, moved.json.key]).toEqual([200, node.key]);
  expect((await content('GET /~/Ubuntu%20One/target')).body).toBe('new');
  expect((await api('GET /~/Ubuntu%20One/f')).status).toBe(404);
});

test('B8 a published file is there for anyone, is listed, and is gone once it is not published', async () => {
  const { api, ask, content } = await somebody();
  await content('PUT /~/Ubuntu%20One/f', 'public');
  const published = (await api('PUT /~/Ubuntu%20One/f', '{"is_public":true}')).json;
  expect(published.public_url).toMatch(/^https?:\/\/.*\/[0-9A-Za-z]{22}$/);
  const link = `GET ${new URL(published.public_url).pathname}`;
  expect((await ask(link, ANYONE)).body).toBe('public');
  expect((await api('GET /public_files')).json).toEqual([expect.objectContaining({ key: published.key })]);
  expect((await api('PUT /~/Ubuntu%20One/f', '{"is_public":false}')).json.public_url).toBeNull();
  expect((await ask(link, ANYONE)).status).toBe(404);
});

test.each<[string, Manner]>([
  ['HMAC in the header', { method: 'HMAC-SHA1', place: 'header' }],
  ['HMAC in the query', { method: 'HMAC-SHA1', place: 'query' }],
  ['PLAINTEXT in the header', { method: 'PLAINTEXT', place: 'header' }],
  ['PLAINTEXT in the query', { method: 'PLAINTEXT', place: 'query' }],
  ['no version', { method: 'HMAC-SHA1', place: 'header', hasVersion: false }],
  [
    'a hash of the body',
    { method: 'HMAC-SHA1', place: 'header', extra: { oauth_body_hash: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' } },
  ],
  ['one nonce for all', { method: 'HMAC-SHA1', place: 'query', nonce: 'same' }],
])('B9 %s signs reading, writing and content', async (_what, manner) => {
  const { client } = await somebody();
  const ask = createOldClient(client.origin, client.credentials, manner);
  const node = `${API_ROOT}/~/Ubuntu%20One/a%20b`;
  const form = 'Content-Type: application/x-www-form-urlencoded\r\n';
  expect((await ask('PUT', node, { headers: form, body: '{"kind":"file"}' })).status).toBe(200);
  expect((await ask('PUT', '/content/~/Ubuntu%20One/a%20b', { headers: form, body: 'a=b' })).status).toBe(200);
  expect((await ask('GET', `${API_ROOT}/~/Ubuntu%20One?include_children=true`)).json).toMatchObject({
    has_children: true,
  });
  expect((await ask('DELETE', node)).status).toBe(200);
});

test.each(['%7E', '(1)', "it's", 'é', '#1', 'what?', '100%', 'a+b', 'a&b', 'a;b', 'a%2Fb', '=,:!@$*'])(
  'B10 the name %j is kept, however it is spelled',
  async (name) => {
    const { api, content } = await somebody();
    const escaped = encodeURIComponent(name);
    expect((await content(`PUT /~/Ubuntu%20One/${escaped}`, 'x')).json.path).toBe(`/${name}`);
    // Raw wherever that is another way to say the same, and the tilde escaped.
    const raw = name.replaceAll('%', '%25').replaceAll('#', '%23').replaceAll('?', '%3F');
    for (const target of [`/%7E/Ubuntu%20One/${raw}`, `/~/Ubuntu%20One/${escaped}/`, `/~%2FUbuntu%20One%2F${escaped}`])
      expect((await api(`GET ${target}`)).json).toMatchObject({ path: `/${name}`, size: 1 });
    expect((await content(`GET /%7E/Ubuntu%20One/${raw}`)).body).toBe('x');
    expect((await api(`DELETE /%7E/Ubuntu%20One/${raw}`)).body).toBe('null');
  },
);

test('B11 chunks, absolute targets, bodies on DELETE, and 100 only where the upload would be taken', async () => {
  const { api, ask, client, content } = await somebody({ maxBytes: 5000 });
  const chunked = 'Transfer-Encoding: chunked\r\n';
  expect(
    (await api('PUT /~/Ubuntu%20One/f', { headers: chunked, body: 'f\r\n{"kind":"file"}\r\n0\r\n\r\n' })).status,
  ).toBe(200);
  expect(
    (await content('PUT /~/Ubuntu%20One/f', { headers: chunked, body: '2\r\nab\r\n1\r\nc\r\n0\r\n\r\n' })).json.size,
  ).toBe(3);
  expect((await ask(`GET http://one.ubuntu.com${API_ROOT}/~/Ubuntu%20One/f`)).json.size).toBe(3);
  expect((await api('DELETE /~/Ubuntu%20One/f', ' ')).body).toBe('null');
  expect(await askFirst(client.origin, plaintext(client), 2000)).toMatch(
    /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 /,
  );
  expect(await askFirst(client.origin, plaintext(client), 6000)).toMatch(/^HTTP\/1\.1 507 /);
});

/** As curl and PHP do for bodies of more than a KiB: the body is sent once the server says so. */
async function askFirst(origin: string, authorization: string, length: number): Promise<string> {
  const { hostname, port } = new URL(origin);
  const head = `PUT /content/~/Ubuntu%20One/big HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${authorization}\r\n`;
  return await new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let seen = '';
    socket.on('error', reject).on('close', () => resolve(seen));
    socket.on('data', (chunk) => {
      seen += chunk.toString();
      if (seen.endsWith('100 Continue\r\n\r\n')) socket.write('x'.repeat(length));
      if (/^HTTP\/1\.1 [2-5]/m.test(seen)) socket.end();
    });
    socket.write(`${head}Content-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`);
  });
}

test('B12 sign-in of both kinds, the ping, and one-time codes', async () => {
  const { ask, email } = await somebody();
  const basic = `Authorization: Basic ${Buffer.from(`${email}:${PASSWORD}`).toString('base64')}\r\n`;
  const sso1 = 'GET /api/1.0/authentications?ws.op=authenticate&token_name=Ubuntu%20One%20@%20host';
  const challenge = await ask(sso1, { headers: 'Authorization:\r\n' });
  expect([challenge.status, challenge.reason, challenge.header('www-authenticate')]).toEqual([
    401,
    'UNAUTHORIZED',
    expect.stringMatching(/^Basic realm="/),
  ]);
  expect((await ask(sso1, { headers: basic })).json).toMatchObject({ name: 'Ubuntu One @ host' });
  const ping = '/oauth/sso-finished-so-get-tokens/';
  for (const target of [ping, ping + email, ping + encodeURIComponent(email), `${ping}?platform=linux`])
    expect([target, (await ask(`GET ${target}`)).status]).toEqual([target, 200]);
  expect((await ask(`GET ${ping}another@example.org`)).status).toBe(403);
  const fields = { email, password: PASSWORD, token_name: 'Ubuntu One @ v2' };
  const sso2 = async (more: object = {}) => {
    const answer = await ask('POST /api/v2/tokens/oauth', { ...ANYONE, body: JSON.stringify({ ...fields, ...more }) });
    return [answer.status, answer.json.code];
  };
  expect(await sso2()).toEqual([201, undefined]);
  expect(await sso2()).toEqual([200, undefined]);
  const secret = encodeBase32(Buffer.from('12345678901234567890'));
  await running().server.data.metadata.write((tx) => changeAccount(tx, email, { otp_secret: secret }));
  expect(await sso2()).toEqual([401, 'TWOFACTOR_REQUIRED']);
  expect(await sso2({ otp: 'wrong' })).toEqual([403, 'TWOFACTOR_FAILURE']);
  const otp = totp(secret, Math.floor(Date.now() / 30_000));
  expect(await sso2({ otp })).toEqual([200, undefined]);
  expect(await sso2({ otp })).toEqual([403, 'TWOFACTOR_FAILURE']);
});

test('B13 an upload over the limit is 507 in JSON with the old content intact, and shrinking is allowed', async () => {
  const { content, email } = await somebody({ maxBytes: 10 });
  await content('PUT /~/Ubuntu%20One/f', '1234567890');
  const refused = await content('PUT /~/Ubuntu%20One/f', '12345678901');
  expect([refused.status, Object.keys(refused.json)]).toEqual([507, ['error']]);
  expect((await content('GET /~/Ubuntu%20One/f')).body).toBe('1234567890');
  await running().server.data.metadata.write((tx) => changeAccount(tx, email, { max_bytes: 2 }));
  expect((await content('PUT /~/Ubuntu%20One/f', '12345')).status).toBe(200);
});

test('B14 500 carries an oops ID', async () => {
  const { content } = await somebody();
  const { hash } = (await content('PUT /~/Ubuntu%20One/f', 'damaged in B14')).json;
  const damage = { content: Buffer.from('otherwise') };
  await running().server.data.metadata.write((tx) =>
    run(tx.db.updateTable('blob').set(damage).where('hash', '=', hash)),
  );
  const got = await content('GET /~/Ubuntu%20One/f');
  expect([got.status, got.header('x-oops-id'), got.json]).toEqual([
    500,
    expect.stringMatching(/^OOPS-/),
    { error: 'internal error' },
  ]);
});
