import { connect } from 'node:net';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { encodeComponent } from '../../source/protocol/path-codec.ts';
import { API_ROOT } from '../../source/protocol/routes.ts';
import { plaintext } from './conformance/raw.ts';
import { startCloud } from './helpers.ts';
import type { LogFields } from '../../source/server/log.ts';

/** `U1FILE_FUZZ_REQUESTS=100000` for a long run, `U1FILE_FUZZ_SEED` for another one. */
const REQUESTS = Number(process.env['U1FILE_FUZZ_REQUESTS'] ?? 3000);
const SEED = Number(process.env['U1FILE_FUZZ_SEED'] ?? 1);
const LANES = 8;

type Random = () => number;

/** mulberry32: the same numbers for the same seed. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0];
}

const VERBS = [
  'GET',
  'PUT',
  'POST',
  'DELETE',
  'HEAD',
  'PATCH',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'CONNECT',
  'FOO',
  'get',
] as const;
const TARGETS = [
  API_ROOT, `${API_ROOT}/volumes`, `${API_ROOT}/volumes/~/x`, `${API_ROOT}/volumes/~/x?delta=true&from_generation=0`,
  `${API_ROOT}/~/Ubuntu%20One`, `${API_ROOT}/~/Ubuntu%20One?include_children=true`, `${API_ROOT}/~/x/a/b`, `${API_ROOT}/public_files`,
  '/content/~/Ubuntu%20One/f', '/content/~/x/a', '/api/quota/', '/api/account/', '/api/time', '/oauth/request/', '/oauth/access/',
  '/oauth/authorize/?oauth_token=x', '/oauth/sso-finished-so-get-tokens/ted@example.org', '/api/1.0/authentications?ws.op=authenticate',
  '/api/1.0/accounts?ws.op=me', '/api/v2/tokens/oauth', '/api/v2/accounts', '/api/v2/tokens/password', '/0123456789012345678901',
  '/content/0123456789012345678901', '*', 'http://x/', '/',
] as const; // prettier-ignore
const BODIES = [
  '', '{}', '{"kind":"file"}', '{"kind":"directory"}', '{"path":"/z"}', '{"path":"/x/y/z"}', '{"is_public":true}', '{"is_public":1}',
  '{"kind":{"a":[]}}', '[]', 'null', '"x"', '{"path":"/\\ud800"}', '{"path":"/a\\u0000b"}', '{"hash":"sha1:0","magic_hash":"x","kind":"file"}',
  `{"path":"/${'y'.repeat(3000)}"}`, '{"email":"ted@example.org","password":"x","token_name":"y"}', '{"__proto__":{"kind":"file"}}',
  'a=b&c=%ZZ', '\u00ff\u00fe', '{"kind":"file"'.repeat(50),
] as const; // prettier-ignore
const HEADERS = [
  '', 'Range: bytes=0-\r\n', 'Range: bytes=-99999999999999999999\r\n', 'If-Range: x\r\n', 'Expect: 100-continue\r\n', 'Expect: nonsense\r\n',
  'Content-Type: multipart/form-data\r\n', 'X-Forwarded-Host: a,b\r\n', 'X-Forwarded-For: \u00e9\r\n', 'Upgrade: websocket\r\nConnection: upgrade\r\n',
  'Cookie: a=b\r\n', 'Host: again\r\n', 'Connection: close\r\n', 'Accept-Encoding: gzip\r\n', 'Transfer-Encoding: gzip, chunked\r\n',
] as const; // prettier-ignore

interface Fuzzed {
  readonly bytes: string;
  /** Nobody signed it, so no data may come back. */
  readonly isUnsigned: boolean;
}

function makeRequest(random: Random, authorization: string): Fuzzed {
  const kind = random();
  const auth = pick(random, [
    '',
    authorization,
    authorization,
    `${authorization.slice(0, -2)}"`,
    'Basic dGVkOng=',
    'OAuth ',
    'Bearer x',
  ]);
  const target = kind < 0.3 ? mutate(random, pick(random, TARGETS)) : pick(random, TARGETS);
  const body = kind > 0.7 ? mutate(random, pick(random, BODIES)) : pick(random, BODIES);
  const length =
    random() < 0.9
      ? `Content-Length: ${body.length}\r\n`
      : pick(random, ['', 'Content-Length: -1\r\n', 'Transfer-Encoding: chunked\r\n']);
  const head = `${pick(random, VERBS)} ${target} HTTP/1.1\r\nHost: x\r\n${auth && `Authorization: ${auth}\r\n`}${pick(random, HEADERS)}${length}\r\n`;
  const whole = head + body;
  return { bytes: random() < 0.2 ? mutate(random, whole) : whole, isUnsigned: auth !== authorization };
}

/** Changes, adds or takes away some bytes. */
function mutate(random: Random, text: string): string {
  let changed = text;
  for (let count = Math.floor(random() * 4); count >= 0; count -= 1) {
    const at = Math.floor(random() * (changed.length + 1));
    const byte = String.fromCharCode(Math.floor(random() * 256));
    const insert = pick(random, [
      byte,
      '',
      '%',
      '%00',
      '%2e%2e/',
      '/',
      '//',
      '\r\n',
      ' ',
      '%ff',
      '?',
      '#',
      '~',
      "'",
      '"',
      '\\',
      '${x}',
      '<x>',
    ]);
    changed = changed.slice(0, at) + insert + changed.slice(at + (random() < 0.5 ? 1 : 0));
  }
  return changed;
}

/** What comes back until the server closes or is silent; the client says that nothing more will come. */
async function converse(origin: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return await new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let seen = '';
    socket.setEncoding('latin1').setTimeout(20_000, () => socket.destroy());
    socket.on('data', (chunk: string) => (seen += chunk));
    socket.on('error', () => socket.destroy()).on('close', () => resolve(seen));
    socket.end(Buffer.from(bytes, 'latin1'));
  });
}

test(
  'hostile and malformed requests crash nothing, cause no 5xx and get no data without a signature',
  async () => {
    const errors: LogFields[] = [];
    const log = {
      info: () => {},
      warn: () => {},
      error: (_event: string, fields: LogFields = {}) => void errors.push(fields),
    };
    const { client } = await startCloud({ log });
    await client.call('PUT', '/content/~/Ubuntu%20One/f', { body: 'PRECIOUS' });
    const random = createRandom(SEED);
    const authorization = plaintext(client);
    let left = REQUESTS;
    let answered = 0;
    const lane = async (): Promise<void> => {
      for (; left > 0; left -= 1) {
        const { bytes, isUnsigned } = makeRequest(random, authorization);
        const seen = await converse(client.origin, bytes);
        if (seen !== '') answered += 1;
        // 429 and 503 with a time to wait are what the server is to say to a flood.
        const status = /^HTTP\/1\.1 (5\d\d)/m.exec(seen)?.[1];
        if (status !== undefined && !(status === '503' && /^retry-after:/im.test(seen)))
          expect([status, bytes]).toBeUndefined();
        if (isUnsigned && /PRECIOUS|resource_path|max_bytes/.test(seen))
          expect(['data without a signature', bytes]).toBeUndefined();
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    expect(errors).toEqual([]);
    expect(answered).toBeGreaterThan(REQUESTS / 2);
    expect((await client.api('GET', '')).status).toBe(200);
  },
  60_000 + REQUESTS * 20,
);

test('the big list of naughty strings, each as a name: made, listed, moved, got and deleted, exactly', async () => {
  const { client } = await startCloud({ settings: { requestsPerUser: 1000 } });
  const strings: readonly string[] = createRequire(import.meta.url)('big-list-of-naughty-strings/blns.json');
  const names = [...new Set(strings)].filter(
    (name) => !name.includes('/') && !['', '.', '..'].includes(name) && name.isWellFormed(),
  );
  expect(names.length).toBeGreaterThan(250);
  await client.api('PUT', '/~/Ubuntu%20One/to', '{"kind":"directory"}');
  for (const name of names) {
    const path = `/content/~/Ubuntu%20One/from/${encodeComponent(name)}`;
    const put = await client.call('PUT', path, { body: name });
    expect([put.status, put.json.path]).toEqual([201, `/from/${name}`]);
  }
  const listed = (await client.api('GET', '/~/Ubuntu%20One/from?include_children=true')).json.children;
  expect(new Set(listed.map((child: { path: string }) => child.path))).toEqual(
    new Set(names.map((name) => `/from/${name}`)),
  );
  for (const name of names) {
    const from = `/~/Ubuntu%20One/from/${encodeComponent(name)}`;
    expect((await client.api('PUT', from, JSON.stringify({ path: `/to/${name}` }))).json.path).toBe(`/to/${name}`);
    const to = `/~/Ubuntu%20One/to/${encodeComponent(name)}`;
    expect((await client.call('GET', `/content${to}`)).text).toBe(name);
    expect((await client.api('DELETE', to)).status).toBe(200);
  }
  expect((await client.api('GET', '/~/Ubuntu%20One/to')).json.has_children).toBe(false);
});
