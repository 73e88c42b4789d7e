import type { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../../domain/app-error.ts';
import { STEPS } from './tables.ts';

/**
 * Brings the tables up to this program's version, once, however many programs start together. Rejects a database that a
 * newer program has changed already.
 */
export function migrate(database: DatabaseSync): void {
  if (versionOf(database) === STEPS.length) return;
  // The lock is taken before the version is read again: another program may just be doing the same.
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf(database);
    if (version > STEPS.length)
      throw new AppError('unsupported', 'The data was written by a newer u1file.', {
        hint: 'Use the newer program for this folder',
      });
    for (const step of STEPS.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${STEPS.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
}
