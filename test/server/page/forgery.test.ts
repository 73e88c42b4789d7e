import { expect, test } from 'vitest';
import { PAGES } from '../../../source/server/page/pages.ts';
import { startCloud } from '../helpers.ts';
import { createVisitor, multipart } from './visitor.ts';

const forms = Object.entries(PAGES).filter(([, page]) => (page.form ?? page.stream ?? page.enter) !== undefined);
const addressOf = (head: string, hasPath = false) => (hasPath ? `/files/${head}/~/Ubuntu%20One` : `/files/${head}`);

test('no form is taken without the token of this browser', async () => {
  const { server, client } = await startCloud();
  await client.call('PUT', '/content/~/Ubuntu%20One/a.txt', { body: 'a' });
  const visitor = createVisitor(server.address);
  const other = createVisitor(server.address);
  await visitor.signIn();
  await other.signIn();
  expect(forms.length).toBeGreaterThan(10);
  for (const [head, page] of forms) {
    const address = addressOf(head, page.hasPath);
    for (const token of ['', 'x'.repeat(43), other.token()]) {
      const fields = { token, name: 'made', email: 'ted@example.org' };
      const { body, type } = multipart(fields, { 'made.txt': 'x' });
      const answer =
        page.stream === undefined
          ? await visitor.post(address, fields)
          : await visitor.raw('POST', address, body, { 'content-type': type });
      expect(answer.status, `${head} with ${token}`).toBe(403);
    }
  }
  const listed = await client.api('GET', '/~/Ubuntu%20One?include_children=true');
  expect(listed.json.children.map(({ path }: { path: string }) => path)).toEqual(['/a.txt']);
  expect((await visitor.get('/files/')).status).toBe(200);
});

test('what a browser says came from another site is refused, with whatever token', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  for (const site of ['cross-site', 'same-site']) {
    const answer = await visitor.post('/files/new-volume', { name: 'made' }, { 'sec-fetch-site': site });
    expect(answer.status).toBe(403);
  }
  expect((await visitor.post('/files/new-volume', { name: 'made' }, { 'sec-fetch-site': 'same-origin' })).status).toBe(
    303,
  );
});

test('nothing is done by following a link', async () => {
  const { server } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  for (const [head, page] of forms) {
    const answer = await visitor.get(addressOf(head, page.hasPath));
    const shows = page.view !== undefined || page.open !== undefined;
    expect([200, 303].includes(answer.status), `${head}: ${answer.status}`).toBe(shows);
    if (!shows) expect(answer.status).toBe(405);
  }
});

test('a file whose form has its token behind it is not taken', async () => {
  const { server, client } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const { body, type } = multipart({}, { 'made.txt': 'x' });
  const late = multipart({ token: visitor.token() }, {});
  const boundary = type.split('=')[1] ?? '';
  const tail = late.body.toString().replaceAll(late.type.split('=')[1] ?? '', boundary);
  const whole = body.toString().replace(`--${boundary}--\r\n`, tail);
  const answer = await visitor.raw('POST', '/files/upload/~/Ubuntu%20One', whole, { 'content-type': type });
  expect(answer.status).toBe(403);
  expect((await client.api('GET', '/~/Ubuntu%20One')).json.has_children).toBe(false);
});

test('every answer forbids frames, foreign scripts and guessing of types', async () => {
  const { server, client } = await startCloud();
  await client.call('PUT', '/content/~/Ubuntu%20One/a.html', { body: '<script>alert(1)</script>' });
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const home = await visitor.get('/files/');
  const style = /href="(\/files\/assets\/[^"]+\.css)"/.exec(home.text)?.[1] ?? '';
  for (const path of [
    '/files/',
    '/files/sign-in',
    '/files/account',
    '/files/nowhere',
    style,
    '/files/content/~/Ubuntu%20One/a.html',
    '/files/content/~/Ubuntu%20One',
  ]) {
    const { headers } = await visitor.get(path);
    expect(headers['content-security-policy'], path).toMatch(/^default-src 'none'; (?:script-src 'self'; |sandbox)/);
    expect(headers['content-security-policy'], path).not.toMatch(/unsafe|\*|data:|https?:/);
    expect(headers['x-content-type-options'], path).toBe('nosniff');
    expect(headers['x-frame-options'], path).toBe('DENY');
    expect(headers['referrer-policy'], path).toBe('same-origin');
    expect(headers['cross-origin-resource-policy'], path).toBe('same-origin');
  }
  expect(home.text).not.toMatch(/<script(?! src="\/files\/assets)|\son\w+=|style=|javascript:/i);
  expect(home.headers['cache-control']).toBe('no-store');
});

test("a user's file only ever comes as an attachment that can run nothing", async () => {
  const { server, client } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  for (const name of ['a.html', 'a.svg', 'a.xhtml', 'a.js', 'a.png', 'a.pdf', 'a']) {
    await client.call('PUT', `/content/~/Ubuntu%20One/${name}`, { body: '<script>alert(1)</script>' });
    const { headers, text } = await visitor.get(`/files/content/~/Ubuntu%20One/${name}`);
    expect(text).toBe('<script>alert(1)</script>');
    expect(headers['content-disposition']).toBe(`attachment; filename*=UTF-8''${name}`);
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
  }
});

test('the address of a node by its key serves its owner, who is signed in, and nobody else', async () => {
  const { server, client, addClient } = await startCloud();
  await addClient('eve@example.org');
  await client.api('PUT', '/volumes/~/x');
  const [owner, eve, nobody] = [1, 2, 3].map(() => createVisitor(server.address));
  await owner?.signIn();
  await eve?.signIn('eve@example.org');
  for (const path of ['Ubuntu%20One/a.html', 'x/a.html']) {
    const { key } = (await client.call('PUT', `/content/~/${path}`, { body: '<script>alert(1)</script>' })).json;
    const got = await owner?.get(`/${key}`);
    expect([got?.status, got?.text]).toEqual([200, '<script>alert(1)</script>']);
    expect(got?.headers['content-disposition']).toBe("attachment; filename*=UTF-8''a.html");
    expect(got?.headers['content-security-policy']).toBe("default-src 'none'; sandbox");
    expect([(await eve?.get(`/${key}`))?.status, (await nobody?.get(`/${key}`))?.status]).toEqual([404, 404]);
  }
  const { key } = (await client.api('GET', '/~/x')).json;
  expect((await owner?.get(`/${key}`))?.status).toBe(400);
});

test("nobody sees or changes another's files", async () => {
  const { server, client, addClient } = await startCloud();
  await addClient('eve@example.org');
  await client.api('PUT', '/volumes/~/secret');
  await client.call('PUT', '/content/~/secret/a.txt', { body: 'a' });
  const eve = createVisitor(server.address);
  await eve.signIn('eve@example.org');
  for (const head of ['~', 'content', 'delete'])
    expect((await eve.get(`/files/${head}/~/secret/a.txt`)).status, head).toBe(404);
  for (const head of ['delete', 'publish', 'stop-publishing'])
    expect(
      (await eve.act(`/files/${head}/~/secret/a.txt`, { name: 'secret', seen: '' }).catch(() => null))?.status,
      head,
    ).not.toBe(200);
  expect((await client.api('GET', '/~/secret/a.txt')).json.is_public).toBe(false);
});
