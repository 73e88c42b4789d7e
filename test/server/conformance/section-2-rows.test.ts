import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startCloud } from '../helpers.ts';
import { sendShort } from './send-short.ts';
import { createSomebody, shareCloud } from './walk.ts';
import type { Somebody } from './walk.ts';

const { somebody } = shareCloud();
const hashOf = (text: string) => `sha1:${createHash('sha1').update(text).digest('hex')}`;
const magicOf = (text: string) => `magic_hash:${createHash('sha1').update(`Ubuntu One${text}`).digest('hex')}`;

test('§2.1 the user counts what is there, names live folders only, and knows no other verb', async () => {
  const { api, content } = await somebody({ maxBytes: 1000 });
  for (const name of ['b', 'a']) await api(`PUT /volumes/~/${name}`);
  await api('DELETE /volumes/~/b');
  await content('PUT /~/a/f', '12345');
  expect((await api('GET ')).json).toMatchObject({ max_bytes: 1000, used_bytes: 5, user_node_paths: ['/~/a'] });
  for (const verb of ['PUT', 'DELETE', 'POST'])
    expect([(await api(`${verb} `)).status, (await api(`${verb} `)).header('allow')]).toEqual([405, 'GET, HEAD']);
});

test.each(['/volumes/other', '/volumes/~', '/volumes/~/', '/volumes/~other/x'])(
  '§2.3 a volume is not made at %s',
  async (path) => {
    const { api } = await somebody();
    const put = await api(`PUT ${path}`);
    expect([put.status, put.json]).toEqual([400, { error: expect.stringMatching(/start with ~\//) }]);
    expect([(await api(`GET ${path}`)).status, (await api(`DELETE ${path}`)).status]).toEqual([404, 404]);
    expect((await api('GET /volumes')).json).toHaveLength(1);
  },
);

test('§2.3 a delta has what died, not the top, and only what was itself changed', async () => {
  const { api, content } = await somebody();
  await api('PUT /volumes/~/x');
  await content('PUT /~/x/d/f', 'x');
  await api('PUT /~/x/d', '{"path":"/e"}');
  await api('DELETE /~/x/e');
  const { generation, delta } = (await api('GET /volumes/~/x?delta=true&from_generation=0')).json;
  const nodes = delta.nodes.map((node: Record<string, unknown>) => [node['path'], node['generation'], node['is_live']]);
  expect([generation, delta.from_generation, nodes]).toEqual([5, 0, [['/e/f', 3, false], ['/e', 5, false]]]); // prettier-ignore
  expect((await api('GET /volumes/~/x?from_generation=3')).json.delta.nodes).toHaveLength(1);
});

test('§2.3 a deleted volume gives its room back and takes its links along', async () => {
  const { api, ask, content } = await somebody();
  await api('PUT /volumes/~/x');
  await content('PUT /~/x/f', '12345');
  const { public_url: url } = (await api('PUT /~/x/f', '{"is_public":true}')).json;
  expect((await api('DELETE /volumes/~/x')).body).toBe('null');
  expect((await ask('GET /api/quota/')).json.used).toBe(0);
  expect((await ask(`GET ${new URL(url).pathname}`, { headers: 'Authorization: none\r\n' })).status).toBe(404);
  expect((await api('GET /public_files')).json).toEqual([]);
});

test('§2.4 children are one level, each without its own, in the order of their names', async () => {
  const { api } = await somebody();
  for (const name of ['b', 'a', 'B', 'a/deep', '%C3%A9'])
    await api(`PUT /~/Ubuntu%20One/${name}`, '{"kind":"directory"}');
  const { children } = (await api('GET /~/Ubuntu%20One/?include_children=true')).json;
  expect(children.map((child: { path: string }) => child.path)).toEqual(['/B', '/a', '/b', '/é']);
  expect(children[1]).toMatchObject({ has_children: true });
  expect(children[1]).not.toHaveProperty('children');
  for (const key of ['hash', 'size', 'is_public', 'public_url']) expect(children[1]).not.toHaveProperty(key);
});

test('§2.4 on creation, path and is_public in the same body mean nothing', async () => {
  const { api } = await somebody();
  const made = await api('PUT /~/Ubuntu%20One/f', '{"kind":"file","path":"/other","is_public":true}');
  expect(made.json).toMatchObject({ path: '/f', is_public: false, public_url: null, generation: 1 });
});

test('§2.4 a whole representation put where nothing is makes the file from content of its owner', async () => {
  const { api, content } = await somebody();
  const node = (await content('PUT /~/Ubuntu%20One/f', 'content of mine')).json;
  const copy = await api('PUT /~/Ubuntu%20One/copy', JSON.stringify(node));
  expect(copy.json).toMatchObject({ path: '/copy', hash: node.hash, size: 15 });
  await api('DELETE /~/Ubuntu%20One/f');
  await api('DELETE /~/Ubuntu%20One/copy');
  // Dead files of the owner count too.
  expect((await api('PUT /~/Ubuntu%20One/again', JSON.stringify(node))).json.hash).toBe(node.hash);
});

test('§2.4 a whole representation with another path is a move, and the path in the answer is the new one', async () => {
  const { api, content } = await somebody();
  const node = (await content('PUT /~/Ubuntu%20One/d/f', 'x')).json;
  const moved = await api('PUT /~/Ubuntu%20One/d/f', JSON.stringify({ ...node, path: '/g' }));
  expect(moved.json).toMatchObject({
    key: node.key,
    resource_path: '/~/Ubuntu One/g',
    content_path: '/content/~/Ubuntu One/g',
    generation: node.generation + 1,
  });
});

test('§2.4 magic of a stranger: proof opens, everything else is refused in the same words', async () => {
  const [owner, stranger] = [await somebody(), await somebody()];
  const text = 'only the owner has this';
  await owner.content('PUT /~/Ubuntu%20One/f', text);
  const put = (wish: object) => stranger.api('PUT /~/Ubuntu%20One/n/f', JSON.stringify({ kind: 'file', ...wish }));
  const [known, unknown] = [
    await put({ hash: hashOf(text), magic_hash: magicOf('other') }),
    await put({ hash: hashOf('nobody has this'), magic_hash: magicOf('nobody has this') }),
  ];
  expect([known.status, known.body]).toEqual([400, '{"error":"The content could not be reused."}']);
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
  expect((await stranger.api('GET /~/Ubuntu%20One/n')).status).toBe(404);
  expect((await put({ hash: hashOf(text), magic_hash: magicOf(text) })).json).toMatchObject({ size: text.length });
  expect((await stranger.content('GET /~/Ubuntu%20One/n/f')).body).toBe(text);
});

const SHORT = [['short', 10], ['x'.repeat(100_000), 1_000_000], ['', 10]] as const; // prettier-ignore

async function expectRefusal(me: Somebody, ends: boolean): Promise<void> {
  await me.content('PUT /~/Ubuntu%20One/f', 'old');
  const wishes = SHORT.flatMap(([body, length]) => ['f', 'g'].map((name) => ({ name, body, length })));
  const answers = await Promise.all(
    wishes.map(({ name, body, length }) =>
      sendShort(me.client, { target: `/content/~/Ubuntu%20One/${name}`, length, body, ends }),
    ),
  );
  const seen = answers.map(({ status, body }) => [status, Object.keys(JSON.parse(body) as object)]);
  expect(seen).toEqual(wishes.map(() => [400, ['error']]));
  expect((await me.api('GET /~/Ubuntu%20One/f')).json.size).toBe(3);
  expect((await me.api('GET /~/Ubuntu%20One/g')).status).toBe(404);
}

test('§2.5 a body that ends before its length is answered 400 and changes nothing', async () => {
  await expectRefusal(await somebody(), true);
});

test('§2.5 so is one whose client falls silent, and waits for the answer', async () => {
  const { client } = await startCloud({ timeouts: { headers: 30_000, idle: 5000 } });
  await expectRefusal(createSomebody(client), false);
});

test('§2.5 a body longer than announced is answered 400 and changes nothing', async () => {
  const { api, content } = await somebody();
  await content('PUT /~/Ubuntu%20One/f', 'old');
  for (const name of ['f', 'g']) {
    const longer = await content(`PUT /~/Ubuntu%20One/${name}`, { headers: 'Content-Length: 2\r\n', body: 'longer' }); // prettier-ignore
    expect([longer.status, longer.json]).toEqual([400, { error: expect.any(String) }]);
  }
  expect((await api('GET /~/Ubuntu%20One/f')).json).toMatchObject({ size: 3, hash: hashOf('old') });
  expect((await api('GET /~/Ubuntu%20One/g')).status).toBe(404);
});

test('§2.5 content through a file in the way goes beside it, as a node does', async () => {
  const { content } = await somebody();
  await content('PUT /~/Ubuntu%20One/a.txt', 'x');
  const put = await content('PUT /~/Ubuntu%20One/a.txt/f', 'y');
  expect([put.status, put.json.path]).toEqual([201, '/a~1.txt/f']);
});

test('§2.5 a publication survives overwriting, and content put anew shows at its address', async () => {
  const { api, ask, content } = await somebody();
  await content('PUT /~/Ubuntu%20One/f', 'one');
  const { public_url: url } = (await api('PUT /~/Ubuntu%20One/f', '{"is_public":true}')).json;
  expect((await content('PUT /~/Ubuntu%20One/f', 'two')).json).toMatchObject({ is_public: true, public_url: url });
  const anyone = { headers: 'Authorization: none\r\n' };
  expect((await ask(`GET ${new URL(url).pathname}`, anyone)).body).toBe('two');
  expect((await ask(`HEAD ${new URL(url).pathname}`, anyone)).header('content-length')).toBe('3');
});

test('§2.6 all live published files over all live volumes are listed, with their sizes', async () => {
  const { api, content } = await somebody();
  await api('PUT /volumes/~/x');
  for (const [path, body] of [
    ['x/a', '1'],
    ['Ubuntu%20One/d/b', '22'],
    ['x/gone', '333'],
    ['x/private', '4'],
  ] as const) {
    await content(`PUT /~/${path}`, body);
    if (path !== 'x/private') await api(`PUT /~/${path}`, '{"is_public":true}');
  }
  await api('DELETE /~/x/gone');
  const files = (await api('GET /public_files')).json.map((file: { size: number; path: string }) => [
    file.path,
    file.size,
  ]);
  expect(files).toEqual([['/a', 1], ['/d/b', 2]]); // prettier-ignore
});

test('§5.3 the directory above is stamped, and its generation stays', async () => {
  const { api } = await somebody();
  await api('PUT /~/Ubuntu%20One/d', '{"kind":"directory"}');
  const before = (await api('GET /~/Ubuntu%20One/d')).json;
  // Stamps are whole seconds.
  while (Math.floor(Date.now() / 1000) * 1000 <= Date.parse(before.when_changed)) await sleep(20);
  await api('PUT /~/Ubuntu%20One/d/f', '{"kind":"file"}');
  const after = (await api('GET /~/Ubuntu%20One/d')).json;
  expect(Date.parse(after.when_changed)).toBeGreaterThan(Date.parse(before.when_changed));
  expect([after.generation, after.when_created]).toEqual([before.generation, before.when_created]);
});

test('§5.3 each operation takes the generations of the table', async () => {
  const { api, content } = await somebody();
  await api('PUT /volumes/~/x');
  const taken: number[] = [];
  const count = async (act: () => Promise<unknown>) => {
    const generation = async () => (await api('GET /volumes/~/x')).json.generation as number;
    const before = await generation();
    await act();
    taken.push((await generation()) - before);
  };
  const node = (body: object) => api('PUT /~/x/f', JSON.stringify(body));
  await count(() => content('PUT /~/x/p/q/f', 'x'));
  await count(() => node({ kind: 'file' }));
  await count(() => content('PUT /~/x/f', 'one'));
  await count(() => content('PUT /~/x/f', 'two'));
  await count(() => content('PUT /~/x/f', 'two'));
  await count(() => node({ is_public: true }));
  await count(() => node({ is_public: true }));
  await count(() => node({ is_public: false }));
  await count(() => node({ path: '/f' }));
  await count(() => node({ path: '/p/q/f' }));
  await count(() => api('PUT /~/x/g', JSON.stringify({ kind: 'file', hash: hashOf('two') })));
  await count(() => api('DELETE /~/x/p'));
  expect(taken).toEqual([4, 1, 1, 1, 0, 1, 0, 1, 0, 2, 2, 1]);
});

test('§5.1 names are compared byte by byte: two ways to write é are two files and two folders', async () => {
  const { api } = await somebody();
  for (const name of ['%C3%A9', 'e%CC%81', 'E%CC%81']) {
    expect((await api(`PUT /volumes/~/${name}`)).json.generation).toBe(0);
    await api(`PUT /~/Ubuntu%20One/${name}`, '{"kind":"file"}');
  }
  expect((await api('GET /volumes')).json).toHaveLength(4);
  expect((await api('GET /~/Ubuntu%20One?include_children=true')).json.children).toHaveLength(3);
});
