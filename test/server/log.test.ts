import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPino } from '../../source/server/pino-log.ts';
import { temporaryFolder } from './helpers.ts';

test('a line of the log hides secrets by the name of their field, at the top and one below', async () => {
  const file = join(await temporaryFolder(), 'log');
  const log = openPino({ file, level: 'info' });
  log.info('request', { route: 'content', status: 200 });
  log.info('request', { route: 'content', password: 'S3CRET' });
  log.info('request', { fields: { token_secret: 'S3CRET' } });
  log.error('internal error', { oops: 'OOPS-1', headers: { authorization: 'S3CRET', cookie: 'S3CRET' } });
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 30, time: expect.any(Number), route: 'content', status: 200, msg: 'request' },
    { level: 30, time: expect.any(Number), route: 'content', password: '[hidden]', msg: 'request' },
    { level: 30, time: expect.any(Number), fields: { token_secret: '[hidden]' }, msg: 'request' },
    {
      level: 50,
      time: expect.any(Number),
      oops: 'OOPS-1',
      headers: { authorization: '[hidden]', cookie: '[hidden]' },
      msg: 'internal error',
    },
  ]);
});
