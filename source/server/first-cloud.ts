import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { DEFAULT_VOLUME } from '../domain/location.ts';
import type { Volume } from '../protocol/resources.ts';
import { DATABASE } from './database-file.ts';
import { embeddedAccount, sizeOfDisk } from './embedded-wish.ts';
import { representVolume } from './http/represent.ts';
import { STEPS } from './metadata/sqlite/tables.ts';
import { newAccount } from './rules/accounts/new-account.ts';
import { newVolume } from './rules/new-volume.ts';

/** A cloud that has just been made. */
export interface FirstCloud {
  readonly volumes: readonly Volume[];
  /** Bytes that it may hold. */
  readonly maxBytes: number;
}

/**
 * Makes the embedded cloud's database with the account and its volume, the same rows as the server would write, without what the server
 * needs to load: a first picture can show what is there then. It takes some milliseconds and the disk's time for four syncs. The folder
 * must exist. Null, and nothing is done, where there is a database already, be it one that another program has just begun.
 * @throws what the disk or SQLite refuses; what is left then is an empty database, which a server fills as it does a missing one
 */
export async function makeFirstCloud(dataDir: string, now: number): Promise<FirstCloud | null> {
  const file = join(dataDir, DATABASE);
  const maxBytes = await sizeOfDisk(dataDir);
  if (!createPrivately(file)) return null;
  // Whoever opens it meanwhile has it first: nothing is waited for before a picture.
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE');
    const isNew = database.prepare('PRAGMA user_version').get()?.['user_version'] === 0;
    // What was begun and not committed goes with the connection.
    return isNew ? { volumes: [fill(database, maxBytes, now)], maxBytes } : null;
  } finally {
    database.close();
  }
}

function fill(database: DatabaseSync, maxBytes: number, now: number): Volume {
  for (const step of STEPS) database.exec(step);
  database.exec(`PRAGMA user_version = ${STEPS.length}`);
  const accountId = insert(database, 'account', newAccount(embeddedAccount(maxBytes), now));
  const wish = { accountId, path: DEFAULT_VOLUME, type: 'root', now } as const;
  const { volume, top } = newVolume(wish, () => globalThis.crypto.randomUUID());
  insert(database, 'volume', volume);
  insert(database, 'node', top);
  database.exec('COMMIT');
  return representVolume(volume);
}

/** Answers the number that the row was given. */
function insert(database: DatabaseSync, table: string, row: object): number {
  const columns = Object.keys(row);
  const places = columns.map(() => '?').join(', ');
  const statement = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
  return Number(statement.run(...(Object.values(row) as SQLInputValue[])).lastInsertRowid);
}

/** False when it is there already. SQLite gives its other files the mode of this one. */
function createPrivately(file: string): boolean {
  try {
    closeSync(openSync(file, 'wx', 0o600));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
