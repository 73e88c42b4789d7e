import { expect, test } from 'vitest';
import { startCloud } from '../helpers.ts';
import { createVisitor } from './visitor.ts';

test('odd requests get an answer without a stack, a path of the host or a 5xx', async () => {
  const { server, dataDir } = await startCloud();
  const visitor = createVisitor(server.address);
  await visitor.signIn();
  const odd = [
    ['GET', '/files/%zz'],
    ['GET', '/files/%'],
    ['GET', '/files/%ff%fe'],
    ['GET', `/files/~/Ubuntu%20One/${'x'.repeat(9000)}`],
    ['GET', `/files/~/Ubuntu%20One${'/x'.repeat(2000)}`],
    ['GET', '/files/~/Ubuntu%20One/..%2f..%2fetc%2fpasswd'],
    ['GET', '/files//~//Ubuntu%20One'],
    ['GET', '/files/~/Ubuntu%20One?after=%ff&after=%00&more=%22%3E'],
    ['GET', '/files/assets/../pages'],
    ['GET', '/files/constructor'],
    ['GET', '/files/__proto__'],
    ['DELETE', '/files/'],
    ['OPTIONS', '/files/account'],
    ['PUT', '/files/upload/~/Ubuntu%20One'],
    ['POST', '/files/account/revoke'],
  ] as const;
  for (const [verb, path] of odd) {
    const answer = await visitor.raw(verb, path, '', { 'content-type': 'application/json' });
    expect(answer.status, `${verb} ${path.slice(0, 60)}`).toBeLessThan(500);
    expect(answer.text).not.toMatch(/node_modules|\.ts:\d|\bat \w+ \(/);
    expect(answer.text).not.toContain(dataDir);
  }
});

test('a cookie that makes no sense is as good as none', async () => {
  const { server } = await startCloud();
  for (const cookie of [
    'u1file-session=',
    'u1file-session=x',
    `u1file-session=${'A'.repeat(43)}`,
    ';;=;',
    'u1file-notice=%%%',
    `u1file-notice=${Buffer.from('{"a":1}').toString('base64url')}`,
  ]) {
    const answer = await createVisitor(server.address).get('/files/', { cookie });
    expect(answer.status, cookie).toBe(303);
  }
  const forged = Buffer.from(JSON.stringify(['done', '<script>alert(1)</script>'])).toString('base64url');
  const shown = await createVisitor(server.address).get('/files/sign-in', { cookie: `u1file-notice=${forged}` });
  expect(shown.text).toContain('&lt;script&gt;alert(1)');
});
