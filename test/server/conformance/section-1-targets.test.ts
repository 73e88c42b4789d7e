import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeBytes, encodeComponent } from '../../../source/protocol/path-codec.ts';
import type { TestClient } from '../helpers.ts';
import { API_ROOT, ask } from './raw.ts';
import { shareCloud } from './walk.ts';

const { somebody } = shareCloud();

const utf8 = (text: string) => Buffer.from(text).toString('latin1');

async function cloudWith(name: string): Promise<TestClient> {
  const { client } = await somebody();
  await client.call('PUT', `/content/~/Ubuntu%20One/${encodeComponent(name)}`, { body: 'content' });
  return client;
}

test.each([
  ['%7E for the tilde', 'f', `${API_ROOT}/%7E/Ubuntu%20One/f`],
  ['%2F as a separator', 'f', `${API_ROOT}/%7E%2FUbuntu%20One%2Ff`],
  ['everything raw but the space', "/()[]'=,:!@$*+;".slice(1), `${API_ROOT}/~/Ubuntu%20One/()[]'=,:!@$*+;`],
  [
    'only spaces escaped, raw UTF-8',
    'caf\u00e9 \u65e5',
    `${API_ROOT}/~/Ubuntu%20One/${utf8('caf\u00e9')}%20${utf8('\u65e5')}`,
  ],
  ['a per cent sign that escapes nothing', '100% sure', `${API_ROOT}/~/Ubuntu%20One/100%%20sure`],
  ['a slash at the end', 'f', `${API_ROOT}/~/Ubuntu%20One/f/`],
  ['several slashes at the end', 'f', `${API_ROOT}/~/Ubuntu%20One/f//`],
  ['absolute form', 'f', `http://files.example.org${API_ROOT}/~/Ubuntu%20One/f`],
  ['raw spaces', 'a b', `${API_ROOT}/~/Ubuntu One/a b`],
  ['raw spaces and a query', 'a b', `${API_ROOT}/~/Ubuntu One/a b?include_children=false&x=y z`],
  ['lower case escapes', 'caf\u00e9', `${API_ROOT}/~/Ubuntu%20One/caf%c3%a9`],
  ['a plus that is a plus', 'a+b', `${API_ROOT}/~/Ubuntu%20One/a+b`],
])('§1.4 a node is found by %s', async (_what, name, target) => {
  const client = await cloudWith(name);
  const answer = await ask(client, { target });
  expect([answer.status, JSON.parse(answer.body).path]).toEqual([200, `/${name}`]);
});

test('§1.4 a query parameter may have a raw @, a plus for a space and values of any sort', async () => {
  const client = await cloudWith('f');
  const answer = await ask(client, { target: `${API_ROOT}/~/Ubuntu%20One/?include_children=true&x=a@b&y=a+b&z=%zz` });
  expect(JSON.parse(answer.body).children).toHaveLength(1);
});

test.each([
  ['the root', API_ROOT],
  ['the root with a slash', `${API_ROOT}/`],
  ['volumes with a slash', `${API_ROOT}/volumes/`],
  ['a volume with a slash', `${API_ROOT}/volumes/~/Ubuntu%20One/`],
  ['account', '/api/account'],
  ['account with a slash', '/api/account/'],
  ['quota', '/api/quota'],
  ['quota with a slash', '/api/quota/'],
  ['public files', `${API_ROOT}/public_files`],
  ['the time', '/api/time'],
])('§1.4 %s is served', async (_what, target) => {
  const client = await cloudWith('f');
  expect((await ask(client, { target })).status).toBe(200);
});

test.each([
  ['bytes that are no UTF-8', `${API_ROOT}/~/Ubuntu%20One/%FF%FE`],
  ['raw bytes that are no UTF-8', `${API_ROOT}/~/Ubuntu%20One/\u00fe\u00ff`],
  ['surrogates in UTF-8', `${API_ROOT}/~/Ubuntu%20One/%ED%A0%80`],
  ['NUL', `${API_ROOT}/~/Ubuntu%20One/a%00`],
  ['a way up', `${API_ROOT}/~/Ubuntu%20One/a/../../b`],
  ['an escaped way up', `${API_ROOT}/~/Ubuntu%20One/%2e%2e/b`],
  ['a dot', `${API_ROOT}/~/Ubuntu%20One/./b`],
])('§1.4 %s in a path are refused with 400', async (_what, target) => {
  const client = await cloudWith('f');
  expect((await ask(client, { target })).status).toBe(400);
});

test.each([['/'], ['/etc/passwd'], ['/api'], [`${API_ROOT}/nothing`], [`${API_ROOT}x`], ['*']])(
  '§1.4 %s is not found',
  async (target) => {
    const client = await cloudWith('f');
    const answer = await ask(client, { target });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([404, { error: 'not found' }]);
  },
);

/** Signs as a client does that reads the path in its own way. */
function hmacHeader(client: TestClient, escapedPath: string, query: Record<string, string> = {}): string {
  const { consumerKey, consumerSecret, token, tokenSecret } = client.credentials;
  const oauth = {
    oauth_consumer_key: consumerKey,
    oauth_nonce: 'abc',
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
    oauth_token: token,
  };
  const parameters = Object.entries({ ...oauth, ...query })
    .map(([name, value]) => `${encodeComponent(name)}=${encodeComponent(value)}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join('&');
  const base = `GET&${encodeComponent(client.origin)}${escapedPath}&${encodeComponent(parameters)}`;
  const key = `${consumerSecret}&${tokenSecret}`;
  const signature = createHmac('sha1', key).update(base).digest('base64');
  const pairs = Object.entries({ ...oauth, oauth_signature: signature });
  return `Authorization: OAuth ${pairs.map(([name, value]) => `${name}="${encodeComponent(value)}"`).join(', ')}\r\n`;
}

test.each([
  ['as it was sent', "(1)'!", (sent: string) => encodeComponent(sent)],
  ['decoded and escaped anew', "(1)'!", (sent: string) => encodeComponent(encodeBytes(sent, '/'))],
  ['wholly decoded', "(1)'!%20x", (sent: string) => encodeComponent(sent.replaceAll('%20', ' '))],
])('§4.4 a signature over the path %s fits', async (_what, name, escape) => {
  const client = await cloudWith(name.replaceAll('%20', ' '));
  const target = `${API_ROOT}/~/Ubuntu%20One/${name}`;
  const escaped = escape(target.includes('%20x') ? target : target.replaceAll('%20', ' ').replaceAll(' ', '%20'));
  const headers = hmacHeader(
    client,
    _what.startsWith('decoded') ? encodeComponent(encodeBytes(decodeURIComponent(target), '/')) : escaped,
  );
  expect((await ask(client, { target, headers })).status).toBe(200);
});

test('§4.4 a signature over a path cut at its first raw space fits', async () => {
  const client = await cloudWith('a b');
  const headers = hmacHeader(client, encodeComponent(`${API_ROOT}/~/Ubuntu`));
  const answer = await ask(client, { target: `${API_ROOT}/~/Ubuntu One/a b`, headers });
  expect(answer.status).toBe(200);
});

test('§4.4 a signature for another scheme or the host that a proxy names fits', async () => {
  const client = await cloudWith('f');
  for (const origin of [client.origin.replace('http:', 'https:'), 'https://cloud.example.org']) {
    const headers = hmacHeader({ ...client, origin }, encodeComponent(API_ROOT));
    const answer = await ask(client, {
      target: API_ROOT,
      headers: `${headers}X-Forwarded-Host: cloud.example.org\r\n`,
    });
    expect(answer.status).toBe(200);
  }
});
