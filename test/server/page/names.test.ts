import strings from 'big-list-of-naughty-strings' with { type: 'json' };
import { expect, test } from 'vitest';
import { safeText } from '../../../source/domain/safe-text.ts';
import { encodePath, pathFault } from '../../../source/protocol/path-codec.ts';
import { putNode } from '../../../source/server/rules/nodes/put.ts';
import { startCloud } from '../helpers.ts';
import { createVisitor, escaped } from './visitor.ts';

/** Strings that no cloud takes as a name are left out. */
const names = [...new Set(strings)].filter((name) => !name.includes('/') && name !== '' && pathFault(name) === null);

test('naughty names are shown as text, and every link leads to exactly that file', { timeout: 120_000 }, async () => {
  const { server, client } = await startCloud();
  expect(names.length).toBeGreaterThan(250);
  const wish = { kind: 'directory', path: null, isPublic: null, hash: null, magicHash: null };
  await server.data.metadata.write(function* (tx) {
    for (const name of names) yield* putNode(tx, 1, `Ubuntu One/${name}`, wish);
  });
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const { text } = await visitor.get('/files/~/Ubuntu%20One');
  const tags = new Set([...text.matchAll(/<([a-z][\w-]*)/gi)].map(([, tag]) => tag));
  expect(tags).toEqual(new Set(TAGS));
  expect(text.match(/<script/g)).toHaveLength(1);
  for (const name of names) {
    expect(text).toContain(`<bdi>${escaped(safeText(name))}</bdi>`);
    const address = `/files/~/Ubuntu%20One/${encodePath(name)}`;
    expect(text, name).toContain(`href="${address}"`);
    expect((await visitor.get(address)).status, name).toBe(200);
  }
  expect((await client.api('GET', '/~/Ubuntu%20One?include_children=true')).json.children).toHaveLength(names.length);
});

test('naughty names survive the upload form, exact but for what browsers escape', { timeout: 120_000 }, async () => {
  const { server, client } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  // Between quotes a backslash stands for the character after it, and browsers do not escape it.
  const plain = names.filter((name) => !name.includes('\\') && !/%(?:22|0D|0A)/.test(name));
  await visitor.upload('Ubuntu%20One', Object.fromEntries(plain.map((name) => [name, 'x'])));
  const listed = await client.api('GET', '/~/Ubuntu%20One?include_children=true');
  const stored = new Set(listed.json.children.map(({ path }: { path: string }) => path.slice(1)));
  expect(plain.filter((name) => !stored.has(name))).toEqual([]);
});

const TAGS =
  'a bdi body button caption dd details div dl dt form h1 h2 head header html input label li link main meta meter nav ol p path progress script span summary svg table tbody td th thead time title tr ul'.split(
    ' ',
  );
