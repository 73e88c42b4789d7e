import { expect, test } from 'vitest';
import { API_ROOT } from './raw.ts';
import { shareCloud } from './walk.ts';

const { running, somebody } = shareCloud();

const HELLO = 'sha1:f572d396fae9206628714fb2ce00f72e94f2258f';

test('§5.3 the generations of a fresh volume are those of the walk-through in Appendix A', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/x');
  const generation = async () => (await client.api('GET', '/volumes/~/x')).json.generation;
  expect(await generation()).toBe(0);
  const made = await client.api('PUT', '/~/x/a/b.txt', '{"kind":"file"}');
  expect(made.json).toMatchObject({ generation: 2, generation_created: 2, size: null, hash: null });
  expect((await client.api('GET', '/~/x/a')).json).toMatchObject({ generation: 1, generation_created: 1 });
  expect(await generation()).toBe(2);
  const filled = await client.call('PUT', '/content/~/x/a/b.txt', { body: 'hello\n' });
  expect(filled.json).toMatchObject({ generation: 3, generation_created: 2, hash: HELLO, size: 6 });
  const published = await client.api('PUT', '/~/x/a/b.txt', '{"is_public":true}');
  expect(published.json.generation).toBe(4);
  const moved = await client.api('PUT', '/~/x/a/b.txt', '{"path":"/a/c.txt"}');
  expect(moved.json.generation).toBe(5);
  expect((await client.api('DELETE', '/~/x/a/c.txt')).text).toBe('null');
  const delta = await client.api('GET', '/volumes/~/x?from_generation=5');
  expect(delta.json).toMatchObject({ generation: 6, delta: { from_generation: 5 } });
  expect(delta.json.delta.nodes).toHaveLength(1);
  expect(delta.json.delta.nodes[0]).toMatchObject({ path: '/a/c.txt', generation: 6, is_live: false });
});

test('§2.4 a file and a directory have exactly the keys of the protocol', async () => {
  const { client } = await somebody();
  const file = (await client.api('PUT', '/~/Ubuntu%20One/docs/a%20b.txt', '{"kind":"file"}')).json;
  expect(file).toEqual({
    resource_path: '/~/Ubuntu One/docs/a b.txt',
    key: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/),
    kind: 'file',
    path: '/docs/a b.txt',
    parent_path: '/~/Ubuntu One/docs',
    volume_path: '/volumes/~/Ubuntu One',
    when_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    when_changed: expect.stringMatching(/Z$/),
    generation: 2,
    generation_created: 2,
    is_live: true,
    content_path: '/content/~/Ubuntu One/docs/a b.txt',
    hash: null,
    size: null,
    is_public: false,
    public_url: null,
  });
  const top = (await client.api('GET', '/~/Ubuntu%20One?include_children=true')).json;
  expect(top).toEqual({
    resource_path: '/~/Ubuntu One',
    key: expect.any(String),
    kind: 'directory',
    path: '/',
    parent_path: null,
    volume_path: '/volumes/~/Ubuntu One',
    when_created: expect.any(String),
    when_changed: expect.any(String),
    generation: 0,
    generation_created: 0,
    is_live: true,
    content_path: '/content/~/Ubuntu One',
    has_children: true,
    children: [expect.objectContaining({ kind: 'directory', path: '/docs', parent_path: '/~/Ubuntu One' })],
  });
});

test('§5.4 a node in a folder of the user has a key of two parts', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/x');
  const file = await client.api('PUT', '/~/x/f', '{"kind":"file"}');
  expect(file.json.key).toMatch(/^[A-Za-z0-9_-]{22}:[A-Za-z0-9_-]{22}$/);
});

test('§2.4 making a node that is there changes nothing, whatever kind is asked for', async () => {
  const { client } = await somebody();
  const file = await client.api('PUT', '/~/Ubuntu%20One/f', '{"kind":"file"}');
  expect((await client.api('PUT', '/~/Ubuntu%20One/f', '{"kind":"FILE"}')).json).toEqual(file.json);
  expect((await client.api('PUT', '/~/Ubuntu%20One/f', '{"kind":"directory"}')).json).toEqual(file.json);
  expect((await client.api('PUT', '/~/Ubuntu%20One/f', '{}')).json).toEqual(file.json);
  expect((await client.api('PUT', '/~/Ubuntu%20One/f', '{"public":true,"nonsense":[1]}')).json).toEqual(file.json);
  expect((await client.api('PUT', '/~/Ubuntu%20One/f', JSON.stringify(file.json))).json).toEqual(file.json);
});

test('§2.4 a whole representation of a top directory put back changes nothing', async () => {
  const { client } = await somebody();
  const top = await client.api('GET', '/~/Ubuntu%20One');
  const again = await client.api('PUT', '/~/Ubuntu%20One', JSON.stringify(top.json));
  expect(again.status).toBe(200);
  expect(again.json).toEqual(top.json);
});

test.each([
  ['a node that is not there without a kind', '/~/Ubuntu%20One/none', '{}', 404, 'The node does not exist.'],
  ['an unknown kind', '/~/Ubuntu%20One/none', '{"kind":"symlink"}', 400, 'Invalid node Kind'],
  ['a volume that is not there', '/~/none/f', '{"kind":"file"}', 404, 'The volume does not exist.'],
  ['a body that is not JSON', '/~/Ubuntu%20One/f', '{"kind"', 400, 'The body is not JSON.'],
  ['a body that is no object', '/~/Ubuntu%20One/f', '["kind"]', 400, 'The body is not a JSON object.'],
  ['is_public as words', '/~/Ubuntu%20One/d', '{"is_public":"false"}', 400, 'is_public must be true or false.'],
  ['publishing a directory', '/~/Ubuntu%20One/d', '{"is_public":true}', 400, 'Directories cant be public.'],
  ['unpublishing a directory', '/~/Ubuntu%20One/d', '{"is_public":false}', 400, 'Directories cant be public.'],
  ['a move into itself', '/~/Ubuntu%20One/d', '{"path":"/d/e/f"}', 400, "Can't move a node into itself."],
  ['a move onto a directory above', '/~/Ubuntu%20One/d/e', '{"path":"/d"}', 400, /onto a directory above/],
  ['a move to a path with a slash at its end', '/~/Ubuntu%20One/d', '{"path":"/g/"}', 400, /must not end/],
  ['a move to the top', '/~/Ubuntu%20One/d', '{"path":"/"}', 400, /must not end/],
  ['a move without a slash before', '/~/Ubuntu%20One/d', '{"path":"g"}', 400, /must start/],
  ['a move to a name of dots', '/~/Ubuntu%20One/d', '{"path":"/../g"}', 400, /reserved filename/],
  ['a move of the top', '/~/Ubuntu%20One', '{"path":"/g"}', 400, 'A volume can not be moved.'],
  ['a move to where nothing is', '/~/Ubuntu%20One/d', '{"path":"/none/g"}', 404, 'The node does not exist.'],
  ['a move into a file', '/~/Ubuntu%20One/d/e', '{"path":"/file/g"}', 400, 'The new parent is not a Directory.'],
  ['a name of dots', '/~/Ubuntu%20One/../f', '{"kind":"file"}', 400, /reserved filename/],
  ['an empty name', '/~/Ubuntu%20One//f', '{"kind":"file"}', 400, /empty/],
  ['NUL in a name', '/~/Ubuntu%20One/a%00b', '{"kind":"file"}', 400, /illegal/],
])('§2.4 and §3.3 refuse %s', async (_what, path, body, status, message) => {
  const { client } = await somebody();
  await client.api('PUT', '/~/Ubuntu%20One/d/e', '{"kind":"directory"}');
  await client.api('PUT', '/~/Ubuntu%20One/file', '{"kind":"file"}');
  const answer = await client.api('PUT', path, body);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/json');
  if (typeof message === 'string') expect(answer.json).toEqual({ error: message });
  else expect(answer.json.error).toMatch(message);
});

test('§2.4 children of a file are refused, of an empty directory they are none', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/~/Ubuntu%20One/f', '{"kind":"file"}');
  await client.api('PUT', '/~/Ubuntu%20One/d', '{"kind":"directory"}');
  const file = await client.api('GET', '/~/Ubuntu%20One/f?include_children=true');
  expect([file.status, file.json]).toEqual([400, { error: 'Files have no Children' }]);
  const directory = await client.api('GET', '/~/Ubuntu%20One/d/?include_children=true');
  expect(directory.json).toMatchObject({ has_children: false, children: [] });
  expect((await client.api('GET', '/~/Ubuntu%20One/d?include_children=false')).json).not.toHaveProperty('children');
});

test('§2.4 where a file stands in the way of a directory, one beside it is made', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/~/Ubuntu%20One/a.txt', '{"kind":"file"}');
  const paths = [];
  for (const name of ['1', '2']) {
    paths.push((await client.api('PUT', `/~/Ubuntu%20One/a.txt/${name}`, '{"kind":"file"}')).json.path);
  }
  expect(paths).toEqual(['/a~1.txt/1', '/a~2.txt/2']);
});

test('§2.4 a move replaces what stands at the target, with everything below it', async () => {
  const { client } = await somebody();
  await client.call('PUT', '/content/~/Ubuntu%20One/d/deep/old.txt', { body: '12345' });
  await client.call('PUT', '/content/~/Ubuntu%20One/new.txt', { body: 'new' });
  const moved = await client.api('PUT', '/~/Ubuntu%20One/new.txt', '{"path":"/d"}');
  expect(moved.json).toMatchObject({ kind: 'file', path: '/d', resource_path: '/~/Ubuntu One/d', size: 3 });
  expect((await client.api('GET', '/~/Ubuntu%20One/d/deep/old.txt')).status).toBe(404);
  expect((await client.call('GET', '/api/quota/')).json.used).toBe(3);
  expect((await client.call('GET', '/content/~/Ubuntu%20One/d')).text).toBe('new');
});

test('§5.3 a directory that moves takes everything below along without a new generation of it', async () => {
  const { client } = await somebody();
  await client.call('PUT', '/content/~/Ubuntu%20One/d/e/f.txt', { body: 'x' });
  const before = (await client.api('GET', '/~/Ubuntu%20One/d/e/f.txt')).json;
  await client.api('PUT', '/~/Ubuntu%20One/d', '{"path":"/moved"}');
  const after = (await client.api('GET', '/~/Ubuntu%20One/moved/e/f.txt')).json;
  expect(after).toMatchObject({ key: before.key, generation: before.generation, path: '/moved/e/f.txt' });
});

test('§2.4 a rename that changes letter case only is a rename', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/~/Ubuntu%20One/a', '{"kind":"file"}');
  expect((await client.api('PUT', '/~/Ubuntu%20One/a', '{"path":"/A"}')).json.path).toBe('/A');
  expect((await client.api('GET', '/~/Ubuntu%20One/a')).status).toBe(404);
});

test('§2.4 move and publish go together in one request, and both or neither', async () => {
  const { client } = await somebody();
  await client.call('PUT', '/content/~/Ubuntu%20One/a', { body: 'a' });
  const both = await client.api('PUT', '/~/Ubuntu%20One/a', '{"path":"/b","is_public":true}');
  expect(both.json).toMatchObject({ path: '/b', is_public: true });
  await client.api('PUT', '/~/Ubuntu%20One/d', '{"kind":"directory"}');
  expect((await client.api('PUT', '/~/Ubuntu%20One/d', '{"path":"/e","is_public":true}')).status).toBe(400);
  expect((await client.api('GET', '/~/Ubuntu%20One/d')).status).toBe(200);
});

test('§2.9 the idempotence table holds', async () => {
  const { client } = await somebody();
  const volume = await client.api('PUT', '/volumes/~/x');
  expect((await client.api('PUT', '/volumes/~/x')).json).toEqual(volume.json);
  const file = await client.api('PUT', '/~/x/f', '{"kind":"file"}');
  expect((await client.api('PUT', '/~/x/f', '{"kind":"file"}')).json).toEqual(file.json);
  const filled = await client.call('PUT', '/content/~/x/f', { body: 'same' });
  expect((await client.call('PUT', '/content/~/x/f', { body: 'same' })).json).toEqual(filled.json);
  const published = await client.api('PUT', '/~/x/f', '{"is_public":true}');
  expect((await client.api('PUT', '/~/x/f', '{"is_public":true}')).json).toEqual(published.json);
  expect((await client.api('PUT', '/~/x/f', '{"path":"/g"}')).status).toBe(200);
  expect((await client.api('PUT', '/~/x/f', '{"path":"/g"}')).status).toBe(404);
  for (const path of ['/~/x/g', '/volumes/~/x']) {
    const first = await client.api('DELETE', path);
    expect([first.status, first.headers['content-type'], first.text]).toEqual([200, 'application/json', 'null']);
    expect((await client.api('DELETE', path)).status).toBe(404);
  }
});

test('§2.4 deleting a directory takes everything below, and a re-created file has a new key', async () => {
  const { client } = await somebody();
  const first = await client.call('PUT', '/content/~/Ubuntu%20One/d/e/f', { body: 'x' });
  expect(
    (await client.api('DELETE', '/~/Ubuntu%20One/d', { body: ' ', headers: { 'content-length': '1' } })).status,
  ).toBe(200);
  expect((await client.api('GET', '/~/Ubuntu%20One/d/e/f')).status).toBe(404);
  const second = await client.call('PUT', '/content/~/Ubuntu%20One/d/e/f', { body: 'x' });
  expect(second.status).toBe(201);
  expect(second.json.key).not.toBe(first.json.key);
  const delta = await client.api('GET', '/volumes/~/Ubuntu%20One?delta=true');
  const live = delta.json.delta.nodes.filter((node: { is_live: boolean }) => node.is_live);
  expect(delta.json.delta.nodes).toHaveLength(6);
  expect(live.map((node: { path: string }) => node.path)).toEqual(['/d', '/d/e', '/d/e/f']);
});

test('§2.4 the top directory of a volume can not be deleted as a node', async () => {
  const { client } = await somebody();
  expect((await client.api('DELETE', '/~/Ubuntu%20One')).status).toBe(400);
});

test.each([
  'plain',
  'Caf\u00e9',
  'Cafe\u0301',
  '\u65e5\u672c\u8a9e',
  '\u{1F600}',
  'a%41b',
  '100%',
  '#hash',
  '?what',
  'a+b',
  'a&b=c',
  'semi;colon',
  "it's (1)!",
  '*',
  'tab\there',
  'line\nbreak',
  '\u001b[31mred',
  'back\\slash',
  ' leading and trailing ',
  '\u202egnp.exe',
  '~',
  '~~',
  '"quoted"',
  '\ufeffbom',
  'x'.repeat(255),
  'l\u00f6ng'.repeat(200),
])('§5.2 the name %j is kept exactly', async (name) => {
  const { client } = await somebody();
  const path = `/~/Ubuntu%20One/${encodeURIComponent(name)}`;
  const made = await client.api('PUT', path, '{"kind":"file"}');
  expect(made.json.path).toBe(`/${name}`);
  const content = await client.call('PUT', `/content${path}`, { body: 'x' });
  expect(content.status).toBe(200);
  const listed = await client.api('GET', '/~/Ubuntu%20One?include_children=true');
  expect(listed.json.children.map((child: { path: string }) => child.path)).toEqual([`/${name}`]);
  const moved = await client.api('PUT', path, JSON.stringify({ path: `/${name}.moved` }));
  expect(moved.json.path).toBe(`/${name}.moved`);
  expect((await client.api('DELETE', `${path}.moved`)).status).toBe(200);
});

test('§2.4 a folder of several pages of children is listed whole and in order', async () => {
  const { client } = await somebody();
  const { server } = running();
  const { user_id: accountId } = (await client.api('GET', '')).json;
  await client.api('PUT', '/~/Ubuntu%20One/d', '{"kind":"directory"}');
  const count = 2_345;
  const names = Array.from({ length: count }, (_, index) => `file ${String(index).padStart(6, '0')}`);
  const { putNode } = await import('../../../source/server/rules/nodes/put.ts');
  const wish = { kind: 'file', path: null, isPublic: null, hash: null, magicHash: null };
  await server.data.metadata.write(function* (tx) {
    for (const name of names) yield* putNode(tx, accountId, `Ubuntu One/d/${name}`, wish);
  });
  const answer = await client.call('GET', `${API_ROOT}/~/Ubuntu%20One/d?include_children=true`);
  expect(answer.json.children.map((child: { path: string }) => child.path)).toEqual(names.map((name) => `/d/${name}`));
});
