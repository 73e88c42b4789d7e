import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject, onTestFinished } from 'vitest';

/** A database of its own for a test, gone when the test ends; answers its `postgres://…`. */
export async function newDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ask(inject('postgres'), `CREATE DATABASE ${name}`);
  onTestFinished(() => ask(inject('postgres'), `DROP DATABASE ${name} WITH (FORCE)`));
  return inject('postgres').replace(/postgres$/, name);
}

/** Runs one statement on a connection of its own and answers the rows. */
export async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
