import { expect, test } from 'vitest';
import { API_ROOT, exchange, parse, plaintext } from './raw.ts';
import { shareCloud } from './walk.ts';

const { running, somebody } = shareCloud();
const UNSIGNED = 'Authorization: none\r\n';

test('§1.1 all hosts are one origin, and a client that ignores the content host is served too', async () => {
  const { ask, api } = await somebody();
  expect((await ask('PUT /content/~/Ubuntu%20One/f', 'x')).status).toBe(201);
  for (const target of ['/content/~/Ubuntu%20One/f', `${API_ROOT}/content/~/Ubuntu%20One/f`])
    expect((await ask(`GET ${target}`)).body).toBe('x');
  const { key } = (await api('GET /~/Ubuntu%20One/f')).json;
  for (const target of [`/${key}`, `/content/${key}`, `${API_ROOT}/content/${key}`])
    expect([target, (await ask(`GET ${target}`)).body]).toEqual([target, 'x']);
});

test('§1.1 the clock is told to anyone, by its address and in the header of any answer', async () => {
  const { ask } = await somebody();
  const before = Math.floor(Date.now() / 1000);
  const time = await ask('GET /api/time', { headers: UNSIGNED });
  expect([time.status, time.body]).toEqual([200, expect.stringMatching(/^\d{10}$/)]);
  expect(Number(time.body)).toBeGreaterThanOrEqual(before);
  const head = await ask('HEAD /', { headers: UNSIGNED });
  expect(Date.parse(head.header('date') ?? '') / 1000).toBeGreaterThanOrEqual(before);
  expect(head.body).toBe('');
});

test('§1.2 the three paths are raw, and none has a slash at its end', async () => {
  const { ask, api } = await somebody();
  const file = await api('PUT /~/Ubuntu%20One/d%25%41/a%20%C3%A9%2B.txt', '{"kind":"file"}');
  expect(file.json).toMatchObject({
    resource_path: '/~/Ubuntu One/d%A/a é+.txt',
    content_path: '/content/~/Ubuntu One/d%A/a é+.txt',
    path: '/d%A/a é+.txt',
    parent_path: '/~/Ubuntu One/d%A',
  });
  const directory = await api('GET /~/Ubuntu%20One/d%25A/');
  expect(directory.json).toMatchObject({ content_path: '/content/~/Ubuntu One/d%A', path: '/d%A' });
  expect((await api('GET /~/Ubuntu%20One')).json).toMatchObject({ content_path: '/content/~/Ubuntu One', path: '/' });
  // A file goes into a directory under its content path.
  const below = `${encodeURI(directory.json.content_path)}/new`;
  expect((await ask(`PUT ${below}`, 'x')).json).toMatchObject({ path: '/d%A/new', size: 1 });
});

test('§1.3 a name that looks escaped is a name, on every way', async () => {
  const { api, content } = await somebody();
  await content('PUT /~/Ubuntu%20One/%2541%2520', 'x');
  expect((await api('GET /~/Ubuntu%20One?include_children=true')).json.children).toEqual([
    expect.objectContaining({ path: '/%41%20', resource_path: '/~/Ubuntu One/%41%20' }),
  ]);
});

test.each([
  ['', 200, { resource_path: '' }],
  ['/', 200, { resource_path: '' }],
  ['/volumes', 200, [expect.objectContaining({ type: 'root' })]],
  ['/volumes/~/Ubuntu%20One', 200, { type: 'root' }],
  ['/public_files', 200, []],
  ['/~/Ubuntu%20One', 200, { path: '/' }],
  ['/content/~/Ubuntu%20One/none', 404, { error: 'The node does not exist.' }],
  ['/volumes/other', 404, { error: expect.any(String) }],
  ['/volumes/~', 404, { error: expect.any(String) }],
  ['/~', 404, { error: 'not found' }],
  ['/nothing', 404, { error: 'not found' }],
  ['/~/Ubuntu%20One//f', 400, { error: 'A name is empty' }],
  ['/~/Ubuntu%20One/%00', 400, { error: expect.any(String) }],
  ['/~/Ubuntu%20One/%C3', 400, { error: 'The path is not UTF-8' }],
])('§1.4 the order of parsing: "%s" is answered %i', async (path, status, json) => {
  const { api } = await somebody();
  const answer = await api(`GET ${path}`);
  expect([answer.status, answer.json]).toEqual([status, Array.isArray(json) ? json : expect.objectContaining(json)]);
});

test('§1.4 an absolute-form target is taken with every verb, whatever host it names', async () => {
  const { ask } = await somebody();
  const node = `https://one.ubuntu.com${API_ROOT}/~/Ubuntu%20One/f`;
  expect((await ask(`PUT ${node}`, '{"kind":"file"}')).status).toBe(200);
  expect((await ask('PUT https://files.one.ubuntu.com/content/~/Ubuntu%20One/f', 'x')).json.size).toBe(1);
  expect((await ask('GET https://files.one.ubuntu.com/content/~/Ubuntu%20One/f')).body).toBe('x');
  expect((await ask(`DELETE ${node}`)).body).toBe('null');
});

test('§1.5 every JSON answer is labelled exactly so, and every other answer has some label', async () => {
  const { ask, api, content } = await somebody();
  await content('PUT /~/Ubuntu%20One/empty', { headers: 'Content-Length: 0\r\n' });
  const answers = [
    await api('GET '),
    await api('GET /volumes'),
    await api('PUT /~/Ubuntu%20One/f', '{"kind":"file"}'),
    await api('DELETE /~/Ubuntu%20One/f'),
    await api('DELETE /~/Ubuntu%20One/f'),
    await api('POST /volumes'),
    await ask('GET /api/quota/'),
    await ask('GET /api/account/', { headers: UNSIGNED }),
    await ask('GET /nothing'),
  ];
  expect(answers.map((each) => each.header('content-type'))).toEqual(answers.map(() => 'application/json'));
  const empty = await content('GET /~/Ubuntu%20One/empty');
  expect([empty.status, empty.body, empty.header('content-type')]).toEqual([200, '', 'application/octet-stream']);
  expect(empty.header('content-length')).toBe('0');
});

test('§1.5 what is no request at all is answered with a type too', async () => {
  const { client } = await somebody();
  const authorization = `Authorization: ${plaintext(client)}\r\n`;
  const fault = async (bytes: string) => {
    const answer = parse(await exchange(client.origin, bytes));
    return [answer.status, /^content-type: (.*)$/im.exec(answer.head)?.[1], Object.keys(JSON.parse(answer.body))];
  };
  const ending = `Connection: close\r\n${authorization}\r\n`;
  expect(await fault(`GET ${API_ROOT} HTTP/1.1\r\n${ending}`)).toEqual([400, 'application/json', ['error']]);
  expect(await fault('nonsense\r\n\r\n')).toEqual([400, 'application/json', ['error']]);
  const long = `X: ${'x'.repeat(70_000)}\r\n`;
  expect(await fault(`GET ${API_ROOT} HTTP/1.1\r\nHost: x\r\n${long}${ending}`)).toEqual([
    431,
    'application/json',
    ['error'],
  ]);
});

test('§1.5 an expectation that is not the usual one is passed over, and HTTP/1.0 is spoken', async () => {
  const { client, api } = await somebody();
  const made = await api('PUT /~/Ubuntu%20One/f', { headers: 'Expect: something\r\n', body: '{"kind":"file"}' });
  expect(made.status).toBe(200);
  const old = `GET ${API_ROOT} HTTP/1.0\r\nAuthorization: ${plaintext(client)}\r\n\r\n`;
  expect(parse(await exchange(client.origin, old))).toMatchObject({ status: 200 });
});

test('§1.5 content has its length and takes ranges, and is packed for nobody', async () => {
  const { content } = await somebody();
  await content('PUT /~/Ubuntu%20One/f.txt', 'x'.repeat(5000));
  const got = await content('GET /~/Ubuntu%20One/f.txt', { headers: 'Accept-Encoding: gzip, deflate\r\n' });
  expect(got.header('content-length')).toBe('5000');
  expect([got.header('accept-ranges'), got.header('content-encoding')]).toEqual(['bytes', null]);
  expect(got.body).toBe('x'.repeat(5000));
});

test('§1.5 the names of headers may be written in any case', async () => {
  const { client } = await somebody();
  const head = `PUT /content/~/Ubuntu%20One/f HTTP/1.1\r\nHOST: x\r\nconnection: CLOSE\r\nAUTHORIZATION: ${plaintext(client)}\r\ncontent-LENGTH: 1`;
  expect(parse(await exchange(running().server.address, `${head}\r\n\r\nx`)).status).toBe(201);
});
