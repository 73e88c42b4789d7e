import { open } from 'node:fs/promises';
import { sql } from 'kysely';
import type { RowBatch, Snapshot } from './metadata.ts';
import type { Schema } from './schema.ts';
import { openSqlite } from './sqlite/open.ts';
import { all } from './work.ts';
import type { Tx, Work } from './work.ts';

const BATCH = 500;

/** Every table that is worth keeping, with what its rows are put in order by; locks of running programs are not. */
const TABLES = {
  account: 'id',
  token: 'token',
  volume: 'id',
  node: 'id',
  blob: 'hash',
  replay: 'fingerprint',
  request_token: 'token',
  oops: 'id',
  session: 'id',
} as const satisfies Partial<Record<keyof Schema, string>>;

/** All rows of one state; a table that others refer to comes before them. */
export async function* rowsOf(snapshot: Pick<Snapshot, 'read'>): AsyncGenerator<RowBatch> {
  for (const [table, key] of Object.entries(TABLES) as [keyof typeof TABLES, string][]) {
    for (let after: unknown = null; ;) {
      const rows = await snapshot.read((tx) => nextRows(tx, { table, key, after }));
      yield { table, rows };
      if (rows.length < BATCH) break;
      after = rows.at(-1)?.[key];
    }
  }
}

/** Writes one state to a new SQLite file, readable by nobody else. */
export async function copyRows(openSnapshot: () => Promise<Snapshot>, file: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  await handle.close();
  const target = openSqlite({ file });
  try {
    const snapshot = await openSnapshot();
    try {
      await target.load(rowsOf(snapshot));
    } finally {
      await snapshot.close();
    }
  } finally {
    await target.close();
  }
}

interface Page {
  readonly table: keyof typeof TABLES;
  readonly key: string;
  readonly after: unknown;
}

function* nextRows({ db }: Tx, { table, key, after }: Page): Work<Record<string, unknown>[]> {
  const column = db.dynamic.ref<string>(key);
  const rows = db
    .selectFrom(table)
    .selectAll()
    .orderBy(column)
    .limit(BATCH)
    // Content that no node needs does not come along, so neither must the word that it is there.
    .$if(table === 'blob', (query) =>
      query.where(sql<boolean>`EXISTS (SELECT 1 FROM node WHERE node.hash = blob.hash)`),
    );
  return yield* all(after === null ? rows : rows.where(column as never, '>', after as never));
}
