import { expect, test } from 'vitest';
import { putNode } from '../../../source/server/rules/nodes/put.ts';
import { send, startCloud } from '../helpers.ts';
import { createVisitor } from './visitor.ts';
import type { TestVisitor } from './visitor.ts';

const ROOT = 'Ubuntu%20One';

async function signedIn(options: Parameters<typeof startCloud>[0] = {}) {
  const cloud = await startCloud(options);
  const visitor = createVisitor(cloud.server.address);
  await visitor.signIn();
  return { ...cloud, visitor };
}

/** Goes through the question as a person does. */
async function remove(visitor: TestVisitor, place: string, fields: Readonly<Record<string, string>> = {}) {
  const question = await visitor.get(`/files/delete/~/${place}`);
  const seen = /name="seen" value="([^"]+)"/.exec(question.text)?.[1] ?? '';
  return { question, answer: await visitor.act(`/files/delete/~/${place}`, { seen, ...fields }) };
}

test('the first page lists the volumes and makes new ones', async () => {
  const { visitor, client } = await signedIn();
  const page = await visitor.act('/files/new-volume', { name: 'testing' });
  expect(page.text).toContain('The cloud folder “testing” is made.');
  expect(page.text).toContain('href="/files/~/testing"');
  expect((await client.api('GET', '/volumes/~/testing')).status).toBe(200);
  expect((await visitor.act('/files/new-volume', { name: 'testing' })).text).toContain('already');
  expect((await visitor.act('/files/new-volume', { name: 'testing/below' })).text).toContain('UDFs can not be nested.');
  expect((await visitor.act('/files/new-volume', { name: '  ' })).text).toContain('A folder needs a name.');
});

test('what an act came to is told once', async () => {
  const { visitor } = await signedIn();
  await visitor.act('/files/new-volume', { name: 'testing' });
  expect((await visitor.get('/files/')).text).not.toContain('is made');
});

test('a folder is made, entered by its trail, and refused when it is there', async () => {
  const { visitor } = await signedIn();
  const made = await visitor.act(`/files/new-folder/~/${ROOT}`, { name: 'a & b' });
  expect(made.text).toContain('The folder “a &amp; b” is made.');
  const inside = await visitor.get(`/files/~/${ROOT}/a%20%26%20b`);
  expect(inside.text).toContain('Nothing in here yet.');
  expect(inside.text).toContain(`<a href="/files/~/${ROOT}">`);
  expect((await visitor.act(`/files/new-folder/~/${ROOT}`, { name: 'a & b' })).text).toContain('already');
  expect((await visitor.act(`/files/new-folder/~/${ROOT}`, { name: '..' })).text).toContain('reserved');
  expect((await visitor.act(`/files/new-folder/~/${ROOT}`, { name: 'x/y' })).text).toContain('has no slash');
});

test('files go up and come down again, byte for byte', async () => {
  const { visitor, client } = await signedIn();
  const page = await visitor.upload(ROOT, { 'a.txt': 'hello\n', 'b "quoted".txt': 'more', 'empty.txt': '' });
  expect(page.text).toContain('3 files are uploaded.');
  const down = await visitor.get(`/files/content/~/${ROOT}/a.txt`);
  expect(down.text).toBe('hello\n');
  expect(down.headers['content-length']).toBe('6');
  expect((await visitor.get(`/files/content/~/${ROOT}/b%20%22quoted%22.txt`)).text).toBe('more');
  expect((await client.api('GET', `/~/${ROOT}/empty.txt`)).json).toMatchObject({ size: 0 });
  expect((await visitor.get(`/files/content/~/${ROOT}/a.txt`, { range: 'bytes=1-3' })).text).toBe('ell');
});

test('a taken name keeps both, unless it is to be replaced', async () => {
  const { visitor } = await signedIn();
  await visitor.upload(ROOT, { 'a.txt': 'first' });
  const page = await visitor.upload(ROOT, { 'a.txt': 'second' });
  expect(page.text).toContain('“a.txt” was there already; the new one is “a (2).txt”.');
  expect((await visitor.upload(ROOT, { 'a.txt': 'first' })).text).not.toContain('(3)');
  await visitor.upload(ROOT, { 'a.txt': 'third' }, { replace: 'yes' });
  expect((await visitor.get(`/files/content/~/${ROOT}/a.txt`)).text).toBe('third');
  expect((await visitor.get(`/files/content/~/${ROOT}/a%20(2).txt`)).text).toBe('second');
});

test('a folder that is uploaded brings its folders along', async () => {
  const { visitor, client } = await signedIn();
  await visitor.upload(ROOT, { 'tree/deep/a.txt': 'a', 'tree/b.txt': 'b' });
  expect((await client.api('GET', `/~/${ROOT}/tree/deep/a.txt`)).json.size).toBe(1);
  const page = await visitor.upload(ROOT, { '../escape.txt': 'x', '/abs.txt': 'x' });
  expect(page.text).toContain('reserved');
  expect((await client.api('GET', `/~/${ROOT}?include_children=true`)).json.children).toHaveLength(1);
});

test('publishing shows the address that works for anyone, until it is stopped', async () => {
  const { visitor, server } = await signedIn();
  await visitor.upload(ROOT, { 'a.txt': 'hello' });
  const page = await visitor.act(`/files/publish/~/${ROOT}/a.txt`);
  const address = /readonly value="([^"]+)"/.exec(page.text.replace(/\s+/g, ' '))?.[1] ?? '';
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9A-Za-z]{22}$/);
  expect(page.text).toContain('open>');
  expect((await send(server.address, 'GET', new URL(address).pathname)).text).toBe('hello');
  expect((await visitor.get('/files/published')).text).toContain(address);
  const stopped = await visitor.act(`/files/stop-publishing/~/${ROOT}/a.txt`);
  expect(stopped.text).toContain('no longer published');
  expect((await send(server.address, 'GET', new URL(address).pathname)).status).toBe(404);
  expect((await visitor.get('/files/published')).text).toContain('Nothing is published.');
});

test('deleting asks first, and tells what goes', async () => {
  const { visitor, client } = await signedIn();
  await visitor.upload(ROOT, { 'docs/a.txt': 'hello', 'docs/deep/b.txt': 'hello!' });
  const { question, answer } = await remove(visitor, `${ROOT}/docs`);
  expect(question.text).toContain('2 files, 11 B');
  expect(answer.text).toContain('“docs” is deleted.');
  expect((await client.api('GET', `/~/${ROOT}/docs`)).status).toBe(404);
});

test('what changed since the question is not deleted', async () => {
  const { visitor, client } = await signedIn();
  await visitor.upload(ROOT, { 'a.txt': 'old' });
  const question = await visitor.get(`/files/delete/~/${ROOT}/a.txt`);
  const seen = /name="seen" value="([^"]+)"/.exec(question.text)?.[1] ?? '';
  await client.call('PUT', `/content/~/${ROOT}/a.txt`, { body: 'new' });
  const answer = await visitor.act(`/files/delete/~/${ROOT}/a.txt`, { seen });
  expect(answer.text).toContain('It has changed meanwhile.');
  expect((await client.call('GET', `/content/~/${ROOT}/a.txt`)).text).toBe('new');
});

test('a whole volume goes only by its name, and the root volume never', async () => {
  const { visitor, client } = await signedIn();
  await visitor.act('/files/new-volume', { name: 'testing' });
  expect((await remove(visitor, 'testing', { name: 'test' })).answer.text).toContain('not its name');
  expect((await client.api('GET', '/volumes/~/testing')).status).toBe(200);
  expect((await remove(visitor, 'testing', { name: 'testing' })).answer.text).toContain('“testing” is deleted.');
  expect((await client.api('GET', '/volumes/~/testing')).status).toBe(404);
  expect((await remove(visitor, ROOT, { name: 'Ubuntu One' })).answer.text).toContain('can not be deleted');
});

test('what does not fit is refused in words, and the rest is kept', async () => {
  const { visitor, client } = await signedIn({ maxBytes: 1000 });
  const page = await visitor.upload(ROOT, { 'a.txt': 'small', 'big.bin': 'x'.repeat(2000), 'c.txt': 'also small' });
  expect(page.text).toContain('“big.bin” is not uploaded: it does not fit');
  expect(page.text).toContain('2 files are uploaded.');
  expect((await client.api('GET', `/~/${ROOT}/big.bin`)).status).toBe(404);
  expect((await client.call('GET', `/content/~/${ROOT}/c.txt`)).text).toBe('also small');
  expect(page.text).toContain('15 B of 1.0 kB used');
});

test('a folder of more than a page of rows goes on with a link', async () => {
  const { visitor, server, client } = await signedIn();
  await server.data.metadata.write(function* (tx) {
    const wish = { kind: 'file', path: null, isPublic: null, hash: null, magicHash: null };
    for (let n = 0; n < 1500; n += 1) yield* putNode(tx, 1, `Ubuntu One/f${String(n).padStart(4, '0')}`, wish);
  });
  expect((await client.api('GET', `/~/${ROOT}`)).json.has_children).toBe(true);
  const names = (text: string) => [...text.matchAll(/class="name"><bdi>(f\d{4})<\/bdi>/g)].map(([, name]) => name);
  const first = await visitor.get(`/files/~/${ROOT}`);
  const next = /href="([^"]+\?after=[^"]+)"/.exec(first.text)?.[1] ?? '';
  const second = await visitor.get(next);
  expect([...names(first.text), ...names(second.text)]).toHaveLength(1500);
  expect(new Set([...names(first.text), ...names(second.text)]).size).toBe(1500);
});

test('the address of a file leads to its row', async () => {
  const { visitor } = await signedIn();
  await visitor.upload(ROOT, { 'docs/a.txt': 'a' });
  const answer = await visitor.get(`/files/~/${ROOT}/docs/a.txt`);
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toMatch(/^\/files\/~\/Ubuntu%20One\/docs\?more=[\w-]+$/);
});

test('what is not there is a page with the right status, and a name in it stays text', async () => {
  const { visitor } = await signedIn();
  for (const path of [`/files/~/${ROOT}/nowhere`, '/files/~/nowhere', '/files/what', '/files/assets/0/page.css'])
    expect((await visitor.get(path)).status, path).toBe(404);
  for (const path of ['/files/~/%FF', `/files/~/${ROOT}/a%00b`, `/files/~/${ROOT}/%2e%2e/x`])
    expect((await visitor.get(path)).status, path).toBe(400);
  expect((await visitor.get(`/files/~/${ROOT}/<b>`.replace('<b>', '%3Cb%3E'))).text).not.toContain('<b>');
});
