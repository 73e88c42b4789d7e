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

/** The database of this process, emptied: to make and to drop one for each of many tests would take longer than they do. */
export async function emptyDatabase(): Promise<string> {
  const name = `worker_${process.pid}`;
  const url = inject('postgres').replace(/postgres$/, name);
  try {
    const tables = 'account, token, volume, node, blob, replay, attempt, request_token, oops, session, lease';
    await ask(url, `TRUNCATE ${tables} RESTART IDENTITY CASCADE`);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === '3D000')) throw error;
    await ask(inject('postgres'), `CREATE DATABASE ${name}`);
  }
  return url;
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
