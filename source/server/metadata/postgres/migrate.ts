import type { PoolClient } from 'pg';
import { AppError } from '../../../domain/app-error.ts';
import { LOCKS } from './locks.ts';
import { STEPS } from './tables.ts';

/**
 * Brings the tables up to this program's version, once, however many servers start together. Rejects a database that a
 * newer program has changed already.
 */
export async function migrate(client: PoolClient): Promise<void> {
  if ((await versionOf(client)) === STEPS.length) return;
  await client.query('BEGIN');
  try {
    // Another server may just be doing the same: its work is waited for, and then seen.
    await client.query('SET LOCAL lock_timeout = 0');
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.tables]);
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (steps INTEGER NOT NULL)');
    const version = await versionOf(client);
    if (version > STEPS.length)
      throw new AppError('unsupported', 'The data was written by a newer u1file.', {
        hint: 'Use the newer program for this database',
      });
    for (const step of STEPS.slice(version)) await client.query(step);
    await client.query('DELETE FROM schema_version');
    await client.query('INSERT INTO schema_version VALUES ($1)', [STEPS.length]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Steps taken so far; 0 for a database that holds nothing yet. */
async function versionOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ there: boolean }>("SELECT to_regclass('schema_version') IS NOT NULL AS there");
  if (rows[0]?.there !== true) return 0;
  const { rows: versions } = await client.query<{ steps: number }>('SELECT steps FROM schema_version');
  return versions[0]?.steps ?? 0;
}
