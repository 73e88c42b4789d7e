import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { silentLog } from '../../source/server/log.ts';
import { startServer } from '../../source/server/serve.ts';
import { prepareAccount } from './load.ts';
import { newPlace } from './twins.ts';

/** Each is a message to PostgreSQL, a turn of its parser and one of the driver: they are what a request costs. */
test('requests cost PostgreSQL as many statements as they are known to need', async () => {
  const place = await newPlace();
  const server = await startServer({ ...place, listen: { host: '127.0.0.1', port: 0 }, log: silentLog });
  onTestFinished(() => server.close());
  const client = await prepareAccount(place, server.address);
  const put = (name: string, size: number) =>
    client.call('PUT', `/content/~/Ubuntu%20One/d/${name}`, { body: randomBytes(size) });
  await put('first', 4096);
  const sent = vi.spyOn(pg.Client.prototype, 'query');
  onTestFinished(() => sent.mockRestore());
  const count = async (act: () => Promise<{ status: number }>) => {
    sent.mockClear();
    expect((await act()).status).toBeLessThan(300);
    const statements = sent.mock.calls.map(([query], index) => ({
      connection: sent.mock.contexts[index],
      text: typeof query === 'string' ? query : (query as { text: string }).text,
    }));
    return transactions(statements).filter(isOfRequest).flat().length;
  };
  expect({
    'a small file is put': await count(() => put('small', 4096)),
    'it is put anew': await count(() => put('small', 4096)),
    'a large file is put': await count(() => put('large', 64_000)),
    'a small file is got': await count(() => client.call('GET', '/content/~/Ubuntu%20One/d/small')),
    'a large file is got': await count(() => client.call('GET', '/content/~/Ubuntu%20One/d/large')),
    'a folder is listed': await count(() => client.api('GET', '/~/Ubuntu%20One/d?include_children=true')),
  }).toEqual({
    'a small file is put': 13,
    'it is put anew': 11,
    'a large file is put': 19,
    'a small file is got': 7,
    'a large file is got': 7,
    'a folder is listed': 7,
  });
});

interface Statement {
  readonly connection: unknown;
  readonly text: string;
}

/** Statements by connection, cut where a transaction begins and ends. */
function transactions(statements: readonly Statement[]): string[][] {
  const found: string[][] = [];
  const open = new Map<unknown, string[]>();
  for (const { connection, text } of statements) {
    const there = open.get(connection);
    const current = there === undefined || text.startsWith('BEGIN') ? [] : there;
    if (current !== there) found.push(current);
    current.push(text);
    if (text === 'COMMIT' || text === 'ROLLBACK') open.delete(connection);
    else open.set(connection, current);
  }
  return found;
}

/** The servers tell each other of their users once a second, and new connections are asked who they lead to. */
function isOfRequest(statements: readonly string[]): boolean {
  return !statements.some((text) => text.includes('"running"') || text.includes('pg_is_in_recovery'));
}
