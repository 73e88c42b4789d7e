import { createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { parseOAuth, verifyOAuth } from '../../source/protocol/oauth-verify.ts';
import { decodeQuota } from '../../source/protocol/resources.ts';
import { DEFAULT_RETRY } from '../../source/services/retry.ts';
import type { UploadBody } from '../../source/services/http/upload-body.ts';
import type { WireRequest } from '../../source/services/http/wire-request.ts';
import { CREDENTIALS, clientOf, reply, serve } from './http/fault-server.ts';

const QUOTA = { total: 10, used: 3 };
const GET: WireRequest = { method: 'GET', base: 'api', target: '/api/quota/', path: 'the quota', canRepeat: true };

function upload(chunks: readonly string[], size: number | null, canReopen = true): UploadBody & { opened: number } {
  const body = {
    size,
    canReopen,
    contentType: 'text/plain',
    opened: 0,
    // oxlint-disable-next-line typescript/require-await -- a source of chunks is asynchronous by its type
    async *open() {
      body.opened += 1;
      for (const chunk of chunks) yield Buffer.from(chunk);
    },
  };
  return body;
}

function put(body: UploadBody, more: Partial<WireRequest> = {}): WireRequest {
  return {
    method: 'PUT',
    base: 'content',
    target: '/content/~/v/a',
    path: 'v/a',
    canRepeat: true,
    upload: body,
    ...more,
  };
}

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('a signed request brings its JSON, and its record tells start and end', async () => {
  const { url, requests } = await serve(reply(200, QUOTA));
  const { client, records } = clientOf(url);
  expect(await client.json(GET, decodeQuota)).toMatchObject({ status: 200, value: QUOTA });
  const request = { method: 'GET', target: requests[0]?.url ?? '', authorization: requests[0]?.headers.authorization };
  const parsed = parseOAuth(request);
  expect(parsed).toMatchObject({ kind: 'claim', claim: { signatureMethod: 'HMAC-SHA1' } });
  if (parsed.kind === 'claim') {
    expect(verifyOAuth({ request, claim: parsed.claim, secrets: CREDENTIALS, origins: [url] })).toBe('as-sent');
  }
  expect(records.map((record) => record.outcome)).toEqual(['running', 'ok']);
  expect(records.at(-1)).toMatchObject({
    id: 1,
    method: 'GET',
    path: 'the quota',
    status: 200,
    meaning: 'OK',
    tries: 1,
  });
  expect(records.at(-1)?.duration).toBeGreaterThanOrEqual(0);
});

test('a 503 is tried again after its Retry-After with a fresh nonce, and the wait is told', async () => {
  const { url, requests } = await serve(reply(503, { error: 'busy' }, { 'retry-after': '1' }), reply(200, QUOTA));
  const { client, records } = clientOf(url, { random: () => 0 });
  const started = Date.now();
  expect((await client.json(GET, decodeQuota)).value).toEqual(QUOTA);
  expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  expect(records.map((record) => record.outcome)).toEqual(['running', 'waiting', 'running', 'ok']);
  expect(records[1]).toMatchObject({ status: 503, meaning: 'servers busy', retryAfter: 1, tries: 1, maxTries: 3 });
  expect(records[1]?.nextTryAt).toBeGreaterThanOrEqual(started + 990);
  const nonces = requests.map(({ headers }) => /oauth_nonce="([\w-]+)"/.exec(headers.authorization ?? '')?.[1]);
  expect(nonces[0]?.length).toBeGreaterThanOrEqual(32);
  expect(nonces[1]).not.toBe(nonces[0]);
});

test('after all tries the last error comes out with its oops ID', async () => {
  const { url, requests } = await serve(reply(500, { error: 'broken' }, { 'x-oops-id': 'OOPS-7' }));
  const { client, records } = clientOf(url);
  await expect(client.json(GET, decodeQuota)).rejects.toMatchObject({
    code: 'server-error',
    oopsId: 'OOPS-7',
    status: 500,
    message: 'internal error: broken',
    path: 'the quota',
  });
  expect(requests.length).toBe(3);
  expect(records.at(-1)).toMatchObject({ outcome: 'failed', oopsId: 'OOPS-7', tries: 3, meaning: 'internal error' });
});

test('an answer that was to be reckoned with is told as a no, and no failure; any other is one', async () => {
  const { url } = await serve(reply(404, {}), reply(403, {}), reply(400, {}));
  const { client, records } = clientOf(url);
  const get = { method: 'GET', base: 'api', target: '/~/v/a', path: 'v/a', canRepeat: true } as const;
  const ask = { ...get, mayBeNo: { status: 404 } };
  await expect(client.json(ask, (value) => value)).rejects.toMatchObject({ code: 'not-found' });
  expect(records.at(-1)).toMatchObject({ outcome: 'negative', status: 404, meaning: 'file not found' });
  await expect(client.json(ask, (value) => value)).rejects.toThrow();
  expect(records.at(-1)).toMatchObject({ outcome: 'failed', status: 403 });
  const offer = { ...get, mayBeNo: { status: 400, meaning: 'not known yet' } };
  await expect(client.json(offer, (value) => value)).rejects.toMatchObject({ code: 'permission-denied' });
  expect(records.at(-1)).toMatchObject({ outcome: 'negative', status: 400, meaning: 'not known yet' });
});

test('what must not be done twice is tried once, and so is what was refused', async () => {
  const { url, requests } = await serve(reply(503));
  const { client } = clientOf(url);
  await expect(client.json({ ...GET, canRepeat: false }, decodeQuota)).rejects.toMatchObject({ code: 'busy' });
  expect(requests.length).toBe(1);
  for (const status of [400, 401, 402, 403, 404, 429, 507]) {
    const refusing = await serve(reply(status));
    await expect(clientOf(refusing.url).client.json(GET, decodeQuota)).rejects.toMatchObject({ status });
    expect(refusing.requests.length).toBe(1);
  }
});

test('a web page, truncated JSON and a wrong shape are bad answers that keep their status', async () => {
  for (const [body, words] of [
    ['<html>Sign in to the hotel</html>', /web page/],
    ['{"total": 10, "us', /not whole JSON/],
    ['', /not whole JSON/],
    ['{"total": "ten", "used": 1}', /total does not fit/],
  ] as const) {
    const { url, requests } = await serve(reply(200, body));
    const { client, records } = clientOf(url);
    const failure = { code: 'bad-answer', status: 200, message: expect.stringMatching(words) };
    await expect(client.json(GET, decodeQuota)).rejects.toMatchObject(failure);
    expect(requests.length).toBe(1);
    expect(records.at(-1)).toMatchObject({ outcome: 'failed', meaning: 'not an answer of the Files API', status: 200 });
  }
});

test('an answer that breaks off is asked for again', async () => {
  const { url, requests } = await serve(
    (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"total":');
      response.socket?.destroy();
    },
    reply(200, QUOTA),
  );
  const { client, records } = clientOf(url);
  expect((await client.json(GET, decodeQuota)).value).toEqual(QUOTA);
  expect(requests.length).toBe(2);
  expect(records[1]).toMatchObject({ outcome: 'waiting', meaning: 'connection broken', status: null });
});

test('nobody there is said at once, silence after the time-out', async () => {
  const { url } = await serve(() => {});
  const silent = clientOf(url, { timeouts: { headers: 50 }, retry: { maxTries: 1 } });
  const timedOut = { code: 'unreachable', reason: 'timed-out', message: expect.stringContaining('in time') };
  await expect(silent.client.json(GET, decodeQuota)).rejects.toMatchObject(timedOut);
  expect(silent.records.at(-1)).toMatchObject({ outcome: 'failed', meaning: 'timed out', status: null });
  const nobody = clientOf('http://127.0.0.1:1');
  await expect(nobody.client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'unreachable', reason: 'refused' });
  expect(nobody.records.at(-1)).toMatchObject({ meaning: 'refused', tries: 1 });
  const gone = clientOf('http://localhost', { socketPath: '/nonexistent/u1.sock' });
  await expect(gone.client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'unreachable', reason: 'refused' });
  const unknown = clientOf('http://no-such-host.invalid');
  await expect(unknown.client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'unreachable', reason: 'no-host' });
});

test('a server of something else is told apart from one that is away', async () => {
  const { port, close } = await rawServer('SSH-2.0-OpenSSH_9.2\r\n');
  onTestFinished(close);
  const { client } = clientOf(`http://127.0.0.1:${port}`);
  await expect(client.json(GET, decodeQuota)).rejects.toMatchObject({
    code: 'bad-answer',
    message: expect.stringContaining('does not speak HTTP'),
  });
  const tls = clientOf(`https://127.0.0.1:${port}`);
  await expect(tls.client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'unreachable', reason: 'tls' });
});

test('the signal ends a request, a body and a wait at once with its own reason', async () => {
  const { url, requests } = await serve(() => {});
  const { client, records } = clientOf(url);
  const reason = new AppError('cancelled', 'Stopped');
  const first = new AbortController();
  const running = client.json({ ...GET, signal: first.signal }, decodeQuota);
  await until(() => requests.length === 1);
  first.abort(reason);
  await expect(running).rejects.toBe(reason);
  expect(records.at(-1)).toMatchObject({ outcome: 'cancelled', meaning: 'cancelled' });

  const busy = await serve(reply(503, null, { 'retry-after': '60' }));
  const waiting = clientOf(busy.url);
  const second = new AbortController();
  const sleeping = waiting.client.json({ ...GET, signal: second.signal }, decodeQuota);
  await until(() => waiting.records.some((record) => record.outcome === 'waiting'));
  second.abort(reason);
  await expect(sleeping).rejects.toBe(reason);

  const halfway = await serve((_request, response) => response.writeHead(200).write('x'));
  const third = new AbortController();
  const { body } = await clientOf(halfway.url).client.stream({ ...GET, signal: third.signal });
  const reading = bytesOf(body);
  third.abort(reason);
  await expect(reading).rejects.toBe(reason);
});

test('content is streamed up with its length, or in chunks when that is not known', async () => {
  const bodies: string[] = [];
  const { url, requests } = await serve((request, response) => {
    void bytesOf(request).then((body) => {
      bodies.push(body);
      response.writeHead(201).end('{"total":1,"used":1}');
    });
  });
  const { client } = clientOf(url);
  expect((await client.json(put(upload(['ab', '', 'c'], 3)), decodeQuota)).status).toBe(201);
  await client.json(put(upload(['abc', 'd'], null)), decodeQuota);
  await client.json(put(upload([], 0)), decodeQuota);
  expect(bodies).toEqual(['abc', 'abcd', '']);
  expect(requests.map(({ headers }) => headers['content-length'])).toEqual(['3', undefined, '0']);
  expect(requests.map(({ headers }) => headers['content-type'])).toEqual(['text/plain', 'text/plain', 'text/plain']);
});

test('content is opened again for each try, and a source that opens once is sent once', async () => {
  const { url } = await serve(reply(503), reply(200, QUOTA));
  const body = upload(['abc'], 3);
  await clientOf(url).client.json(put(body), decodeQuota);
  expect(body.opened).toBe(2);
  const busy = await serve(reply(503));
  const once = upload(['abc'], null, false);
  await expect(clientOf(busy.url).client.json(put(once), decodeQuota)).rejects.toMatchObject({ code: 'busy' });
  expect(once.opened).toBe(1);
});

test('a source that grows, shrinks or fails ends the upload in its own words, and the server sees no whole body', async () => {
  let isWhole = false;
  const { url } = await serve((request, response) => {
    request.resume().on('end', () => {
      isWhole = true;
      response.end('{"total":1,"used":1}');
    });
  });
  const { client } = clientOf(url);
  await expect(client.json(put(upload(['abc', 'd'], 3)), decodeQuota)).rejects.toMatchObject({ code: 'changed' });
  await expect(client.json(put(upload(['ab'], 3)), decodeQuota)).rejects.toMatchObject({ code: 'changed' });
  await expect(client.json(put(upload(['a'], 0)), decodeQuota)).rejects.toMatchObject({ code: 'changed' });
  const gone = new AppError('not-found', 'It vanished');
  const failing: UploadBody = {
    ...upload([], 9),
    // oxlint-disable-next-line require-yield, typescript/require-await -- it fails before its first chunk
    async *open(): AsyncGenerator<Uint8Array> {
      throw gone;
    },
  };
  await expect(client.json(put(failing), decodeQuota)).rejects.toBe(gone);
  expect(isWhole).toBe(false);
});

test('an answer before the whole content was sent is heard', async () => {
  const { url } = await serve((_request, response) => {
    response.writeHead(507, { 'content-type': 'application/json', connection: 'close' }).end('{"error":"full"}');
  });
  const chunk = 'x'.repeat(256 * 1024);
  const body = upload(
    Array.from({ length: 64 }, () => chunk),
    64 * chunk.length,
  );
  const full = { code: 'out-of-space', message: 'out of space: full' };
  await expect(clientOf(url).client.json(put(body), decodeQuota)).rejects.toMatchObject(full);
});

test('a body that breaks off is an error, never a short success', async () => {
  for (const headers of [{ 'content-length': '10' }, {}]) {
    const { url } = await serve((_request, response) => {
      response.writeHead(200, headers).write('abc');
      setTimeout(() => response.socket?.destroy(), 20);
    });
    const { client, records } = clientOf(url);
    const { body } = await client.stream(GET);
    await expect(bytesOf(body)).rejects.toMatchObject({ code: 'unreachable', reason: 'reset' });
    expect(records.at(-1)).toMatchObject({ outcome: 'failed', meaning: 'connection broken' });
  }
});

test('a body that stands still is timed out', async () => {
  const { url } = await serve((_request, response) => response.writeHead(200).write('abc'));
  const { client } = clientOf(url, { timeouts: { body: 50 } });
  const { body } = await client.stream(GET);
  await expect(bytesOf(body)).rejects.toMatchObject({ code: 'unreachable', reason: 'timed-out' });
});

test('secrets are never sent in the clear beyond this machine', async () => {
  const far = clientOf('http://u1.example.org', { signatureMethod: 'PLAINTEXT' });
  await expect(far.client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'usage' });
  const { url, requests } = await serve(reply(200, QUOTA));
  await clientOf(url, { signatureMethod: 'PLAINTEXT' }).client.json(GET, decodeQuota);
  expect(requests[0]?.headers.authorization).toContain('oauth_signature="cs%26ts"');
});

test('without credentials only unsigned requests are made', async () => {
  const { url, requests } = await serve(reply(200, QUOTA));
  const { client } = clientOf(url, { credentials: null });
  await expect(client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'sign-in' });
  await client.json({ ...GET, auth: 'none' }, decodeQuota);
  await client.json({ ...GET, auth: { user: 'a@b', password: 'c:d' } }, decodeQuota);
  const seen = requests.map(({ headers }) => headers.authorization);
  expect(seen).toEqual([undefined, `Basic ${Buffer.from('a@b:c:d').toString('base64')}`]);
});

test('where the clock of this machine is off, the one of the server is followed', async () => {
  const ahead = 3 * 3600_000;
  const stamps: number[] = [];
  const { url, requests } = await serve((request, response) => {
    const stamp = Number(/oauth_timestamp="(\d+)"/.exec(request.headers.authorization ?? '')?.[1]) * 1000;
    stamps.push(stamp);
    const isNear = Math.abs(stamp - Date.now() - ahead) < 10_000;
    response.setHeader('date', new Date(Date.now() + ahead).toUTCString());
    reply(isNear ? 200 : 401, isNear ? QUOTA : null)(request, response);
  });
  const { client, records } = clientOf(url);
  expect((await client.json({ ...GET, canRepeat: false }, decodeQuota)).value).toEqual(QUOTA);
  await client.json(GET, decodeQuota);
  expect(requests.length).toBe(3);
  expect((stamps[1] ?? 0) - (stamps[0] ?? 0)).toBeGreaterThan(ahead - 10_000);
  expect(records.map(({ outcome }) => outcome)).toEqual(['running', 'ok', 'running', 'ok']);
});

test('a request that did not arrive whole is sent again, once', async () => {
  const garbled = reply(400, null, { connection: 'close' });
  const { url, requests } = await serve(garbled, reply(200, QUOTA));
  expect((await clientOf(url).client.json(GET, decodeQuota)).value).toEqual(QUOTA);
  expect(requests.length).toBe(2);
  const stubborn = await serve(garbled);
  const refused = expect(clientOf(stubborn.url).client.json(GET, decodeQuota)).rejects;
  await refused.toMatchObject({ code: 'permission-denied', status: 400 });
  expect(stubborn.requests.length).toBe(2);
});

test('a token that is refused at the right time is refused for good', async () => {
  const { url, requests } = await serve(reply(401));
  await expect(clientOf(url).client.json(GET, decodeQuota)).rejects.toMatchObject({ code: 'sign-in' });
  expect(requests.length).toBe(1);
});

test('five tries are the default', () => {
  expect(DEFAULT_RETRY.maxTries).toBe(5);
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}

async function rawServer(greeting: string): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(greeting);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, close: () => server.close() };
}

test('an answer that was to be small and is not is asked for again, and after a change it is none', async () => {
  const long = 'x'.repeat(2 * 1024 * 1024);
  const { url, requests } = await serve(reply(200, long), reply(200, long), reply(201, long));
  const { client } = clientOf(url, { retry: { maxTries: 1 } });
  const { body } = await client.stream({ ...GET, isSmall: true });
  expect((await bytesOf(body)) === long).toBe(true);
  expect(requests).toHaveLength(2);
  const change = client.stream(put(upload(['a', 'b'], 2), { isSmall: true }));
  await expect(change).rejects.toMatchObject({ code: 'bad-answer' });
});

test('a small answer that breaks off, and one that is called off, say so', async () => {
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('half');
    setImmediate(() => response.destroy());
  });
  const { client } = clientOf(url, { retry: { maxTries: 1 } });
  await expect(client.stream({ ...GET, isSmall: true })).rejects.toMatchObject({
    code: 'unreachable',
    reason: 'reset',
  });
  const silent = await serve(() => {});
  const stop = new AbortController();
  const asked = clientOf(silent.url).client.stream({ ...GET, isSmall: true, signal: stop.signal });
  stop.abort(new AppError('cancelled', 'enough'));
  await expect(asked).rejects.toThrow('enough');
});
