import { expect, test } from 'vitest';
import { run } from '../../../source/server/metadata/work.ts';
import { startCloud } from '../helpers.ts';
import { createSomebody, shareCloud } from './walk.ts';
import type { Reply } from './walk.ts';

const { running, somebody } = shareCloud();
const MAGIC = `{"kind":"file","hash":"sha1:${'0'.repeat(40)}","magic_hash":"magic_hash:${'0'.repeat(40)}"}`;

function expectError(answer: Reply, status: number, words: string | RegExp): void {
  expect([answer.status, answer.header('content-type')]).toEqual([status, 'application/json']);
  // No other key: strict clients take the whole of it apart.
  expect(answer.json).toEqual({ error: typeof words === 'string' ? words : expect.stringMatching(words) });
}

test.each([
  ['nested volumes', 'PUT /volumes/~/Ubuntu%20One/x', '', 'UDFs can not be nested.'],
  ['deleting the top', 'DELETE /~/Ubuntu%20One', '', /can not be deleted/],
  ['deleting the root volume', 'DELETE /volumes/~/Ubuntu%20One', '', /can not be deleted/],
  ['moving the top', 'PUT /~/Ubuntu%20One', '{"path":"/x"}', /can not be moved/],
  ['moving into itself', 'PUT /~/Ubuntu%20One/d', '{"path":"/d/x"}', "Can't move a node into itself."],
  ['a public directory', 'PUT /~/Ubuntu%20One/d', '{"is_public":true}', 'Directories cant be public.'],
  [
    'a directory that is not to be public',
    'PUT /~/Ubuntu%20One/d',
    '{"is_public":false}',
    'Directories cant be public.',
  ],
  ['children of a file', 'GET /~/Ubuntu%20One/f?include_children=true', '', 'Files have no Children'],
  ['an unknown kind', 'PUT /~/Ubuntu%20One/x', '{"kind":"symlink"}', 'Invalid node Kind'],
  ['magic that is not known', 'PUT /~/Ubuntu%20One/x', MAGIC, 'The content could not be reused.'],
  ['magic on a file', 'PUT /~/Ubuntu%20One/f', MAGIC, 'The content could not be reused.'],
  ['content on a directory', 'PUT /content/~/Ubuntu%20One/d', 'x', 'Node already exists but is not a File.'],
  ['content on a volume', 'PUT /content/~/Ubuntu%20One', 'x', 'Node already exists but is not a File.'],
  ['content of a directory', 'GET /content/~/Ubuntu%20One/d', '', 'A directory has no content.'],
  ['a reserved name', 'PUT /~/Ubuntu%20One/..', '{"kind":"file"}', /reserved filename/],
  ['a name with NUL', 'PUT /~/Ubuntu%20One/a%00', '{"kind":"file"}', /illegal characters/],
  ['a volume with a reserved name', 'PUT /volumes/~/a/../b', '', /reserved filename/],
  ['a volume elsewhere', 'PUT /volumes/x', '', /must start with ~\//],
  ['a target without a slash', 'PUT /~/Ubuntu%20One/f', '{"path":"x"}', /must start with a slash/],
  ['a target with a slash behind', 'PUT /~/Ubuntu%20One/f', '{"path":"/x/"}', /must not end/],
  ['a parent that is a file', 'PUT /~/Ubuntu%20One/d', '{"path":"/f/x"}', /not a Directory/],
  ['no JSON', 'PUT /~/Ubuntu%20One/f', '{', 'The body is not JSON.'],
  ['no object', 'PUT /~/Ubuntu%20One/f', '[]', /not a JSON object/],
  ['a word', 'PUT /~/Ubuntu%20One/f', 'null', /not a JSON object/],
  ['no boolean', 'PUT /~/Ubuntu%20One/f', '{"is_public":1}', /true or false/],
])('§3.3 %s is answered 400', async (_what, request, body, words) => {
  const { api } = await somebody();
  await api('PUT /~/Ubuntu%20One/d', '{"kind":"directory"}');
  await api('PUT /~/Ubuntu%20One/f', '{"kind":"file"}');
  expectError(await api(request, body), 400, words);
});

test.each([
  ['GET /~/Ubuntu%20One/none', ''],
  ['PUT /~/Ubuntu%20One/none', '{}'],
  ['PUT /~/none/f', '{"kind":"file"}'],
  ['PUT /~/Ubuntu%20One/f', '{"path":"/none/f"}'],
  ['DELETE /~/Ubuntu%20One/none', ''],
  ['GET /volumes/~/none', ''],
  ['DELETE /volumes/~/none', ''],
  ['GET /content/~/Ubuntu%20One/f', ''],
  ['PUT /content/~/none/f', 'x'],
])('§3.3 %s is answered 404 when it is not there', async (request, body) => {
  const { api } = await somebody();
  await api('PUT /~/Ubuntu%20One/f', '{"kind":"file"}');
  expectError(await api(request, body), 404, /./);
});

test.each([
  ['POST /volumes', 'GET, HEAD'],
  ['POST /volumes/~/x', 'GET, PUT, DELETE, HEAD'],
  ['PATCH /~/Ubuntu%20One', 'GET, PUT, DELETE, HEAD'],
  ['DELETE /content/~/Ubuntu%20One/f', 'GET, PUT, HEAD'],
  ['PUT /public_files', 'GET, HEAD'],
])('§3.3 %s is answered 405 with what is possible', async (request, allowed) => {
  const { api } = await somebody();
  const answer = await api(request);
  expectError(answer, 405, /not possible/);
  expect(answer.header('allow')).toBe(allowed);
});

test('§3.1 out of space is 507 in JSON, or 402 where that is set, and the old content stays', async () => {
  for (const outOfSpaceStatus of [507, 402] as const) {
    const { client } = await startCloud({ maxBytes: 5, settings: { outOfSpaceStatus } });
    const { content, api } = createSomebody(client);
    await content('PUT /~/Ubuntu%20One/f', 'old');
    const chunked = { headers: 'Transfer-Encoding: chunked\r\n', body: '6\r\n123456\r\n0\r\n\r\n' };
    for (const body of ['123456', chunked])
      expectError(await content('PUT /~/Ubuntu%20One/f', body), outOfSpaceStatus, /needed size \d+, free bytes \d+/);
    expect((await content('GET /~/Ubuntu%20One/f')).body).toBe('old');
    expect((await api('GET ')).json.used_bytes).toBe(3);
  }
});

test('§3.4 an internal error has an oops ID that nobody can guess from, and no word of what is inside', async () => {
  const { content } = await somebody();
  const { hash } = (await content('PUT /~/Ubuntu%20One/f', 'to be damaged')).json;
  const { metadata } = running().server.data;
  await metadata.write((tx) =>
    run(
      tx.db
        .updateTable('blob')
        .set({ content: Buffer.from('x') })
        .where('hash', '=', hash),
    ),
  );
  const [first, second] = [await content('GET /~/Ubuntu%20One/f'), await content('GET /~/Ubuntu%20One/f')];
  expectError(first, 500, 'internal error');
  expect(first.header('x-oops-id')).toMatch(/^OOPS-\d{8}-[0-9a-f]{16}$/);
  expect(second.header('x-oops-id')).not.toBe(first.header('x-oops-id'));
});

test('§3.3 who asks for too much at once is told when to come again', async () => {
  const { client } = await startCloud({ settings: { requestsPerUser: 1 } });
  const { api } = createSomebody(client);
  const answers = await Promise.all(Array.from({ length: 12 }, () => api('GET /volumes')));
  const busy = answers.filter(({ status }) => status === 503);
  for (const answer of busy) {
    expectError(answer, 503, /./);
    expect(Number(answer.header('retry-after'))).toBeGreaterThan(0);
    expect(answer.header('x-oops-id')).toMatch(/^OOPS-/);
  }
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(12 - busy.length);
});
