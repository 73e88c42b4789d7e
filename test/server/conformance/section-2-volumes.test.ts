import { expect, test } from 'vitest';
import { shareCloud } from './walk.ts';

const { somebody } = shareCloud();

test('§2.3 a volume has exactly the keys of the protocol', async () => {
  const { client } = await somebody();
  const volume = await client.api('PUT', '/volumes/~/one/two%20three/');
  expect(volume.json).toEqual({
    resource_path: '/volumes/~/one/two three',
    type: 'udf',
    path: '~/one/two three',
    generation: 0,
    node_path: '/~/one/two three',
    content_path: '/content/~/one/two three',
    when_created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
  expect((await client.api('GET', '/volumes/~/one/two%20three')).json).toEqual(volume.json);
});

test('§2.2 the list begins with the root volume', async () => {
  const { client } = await somebody();
  for (const name of ['b', 'A', 'a']) await client.api('PUT', `/volumes/~/${name}`);
  const paths = (await client.api('GET', '/volumes')).json.map((volume: { path: string }) => volume.path);
  expect(paths).toEqual(['~/Ubuntu One', '~/A', '~/a', '~/b']);
});

test.each(['Ubuntu%20One/x', 'one/two/three', 'one'])('§2.3 %s would nest and is refused', async (path) => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/one/two');
  const answer = await client.api('PUT', `/volumes/~/${path}`);
  expect([answer.status, answer.json]).toEqual([400, { error: 'UDFs can not be nested.' }]);
});

test.each(['one/twos', 'one/tw', 'on', 'ONE/TWO', 'one_', 'o%25'])('§2.3 %s does not nest', async (path) => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/one/two');
  expect((await client.api('PUT', `/volumes/~/${path}`)).status).toBe(200);
});

test('§1.4 nodes of a volume with a slash in its path are found below it', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/one/two');
  await client.api('PUT', '/volumes/~/one/twos');
  const file = await client.api('PUT', '/~/one/two/d/f', '{"kind":"file"}');
  expect(file.json).toMatchObject({ path: '/d/f', volume_path: '/volumes/~/one/two' });
  expect((await client.api('GET', '/~/one')).status).toBe(404);
  expect((await client.api('GET', '/~/one/twos/d/f')).status).toBe(404);
});

test('§5.1 the root volume is there, and stays', async () => {
  const { client } = await somebody();
  expect((await client.api('PUT', '/volumes/~/Ubuntu%20One')).json.type).toBe('root');
  expect((await client.api('DELETE', '/volumes/~/Ubuntu%20One')).status).toBe(400);
});

test('§2.3 a volume that was deleted can be made anew and is another one', async () => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/x');
  await client.call('PUT', '/content/~/x/f', { body: 'x' });
  expect((await client.api('DELETE', '/volumes/~/x')).text).toBe('null');
  expect((await client.api('GET', '/volumes/~/x')).status).toBe(404);
  expect((await client.api('GET', '/~/x/f')).status).toBe(404);
  expect((await client.api('PUT', '/volumes/~/x')).json.generation).toBe(0);
  expect((await client.api('GET', '/~/x?include_children=true')).json.children).toEqual([]);
});

test.each([
  ['?delta=true', [1, 2, 3]],
  ['?from_generation=0', [1, 2, 3]],
  ['?delta=true&from_generation=1', [2, 3]],
  ['?from_generation=3', []],
  ['?from_generation=99', []],
  ['?from_generation=99999999999999999999', []],
  ['?from_generation=-1', [1, 2, 3]],
  ['?delta', [1, 2, 3]],
  ['?delta=1&from_generation=2', [3]],
  ['?delta=false', null],
  ['?delta=0', null],
])('§2.3 the delta of %s holds generations %j', async (query, generations) => {
  const { client } = await somebody();
  await client.api('PUT', '/volumes/~/x');
  for (const name of ['a', 'b', 'c']) await client.api('PUT', `/~/x/${name}`, '{"kind":"file"}');
  const { delta } = (await client.api('GET', `/volumes/~/x${query}`)).json;
  if (generations === null) expect(delta).toBeUndefined();
  else expect(delta.nodes.map((node: { generation: number }) => node.generation)).toEqual(generations);
});

test.each(['x', '', '1.5', '0x1', '1e3'])('§2.3 a delta from "%s", which is no number, is refused', async (from) => {
  const { client } = await somebody();
  expect((await client.api('GET', `/volumes/~/Ubuntu%20One?from_generation=${from}`)).status).toBe(400);
});

test.each([['PATCH'], ['POST']])('§3.3 %s is not possible and says what is', async (verb) => {
  const { client } = await somebody();
  const answer = await client.api(verb, '/volumes/~/x');
  expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, PUT, DELETE, HEAD']);
});
