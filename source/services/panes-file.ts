import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { RememberedPanes } from '../domain/remembered-panes.ts';
import { withFileLock } from './file-lock.ts';
import { locationSchema } from './location-schema.ts';
import { makePrivateFolder, writePrivateFile } from './private-files.ts';

/** Accounts whose panes are kept; the one that was in use longest ago goes first. */
const MOST_ACCOUNTS = 20;

const paneSchema = v.object({
  location: locationSchema,
  cursorName: v.nullable(v.string()),
  sort: v.object({
    key: v.picklist(['name', 'size', 'time', 'kind']),
    isReversed: v.boolean(),
    isMixed: v.optional(v.boolean()),
  }),
  showHidden: v.boolean(),
  back: v.array(locationSchema),
  forward: v.array(locationSchema),
});

const panesSchema = v.object({
  left: paneSchema,
  right: paneSchema,
  active: v.picklist(['left', 'right']),
  isSingle: v.boolean(),
});

/** By the account's id. What is of another version is nobody's panes, and stays for the program that knows it. */
type Kept = Readonly<Record<string, unknown>>;

/**
 * The panes as they were left with this account; null where there are none, or none that can be read: then the program
 * starts as at the first time. Synchronous: the first picture waits for it.
 */
export function readPanes(folder: string, accountId: string): RememberedPanes | null {
  const result = v.safeParse(panesSchema, readKept(folder)[accountId]);
  return result.success ? result.output : null;
}

/** Keeps the panes of this account; those that other programs keep of other accounts stay. */
export async function keepPanes(folder: string, accountId: string, panes: RememberedPanes): Promise<void> {
  await makePrivateFolder(folder);
  const file = join(folder, FILE);
  await withFileLock(file, async () => {
    const { [accountId]: _before, ...others } = readKept(folder);
    const kept = Object.entries(others).slice(1 - MOST_ACCOUNTS);
    // The latest stands last.
    const text = JSON.stringify({ version: 1, accounts: Object.fromEntries([...kept, [accountId, panes]]) });
    await writePrivateFile(file, `${text}\n`);
  });
}

const FILE = 'panes.json';

function readKept(folder: string): Kept {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    const result = v.safeParse(v.object({ version: v.literal(1), accounts: v.record(v.string(), v.unknown()) }), value);
    return result.success ? result.output.accounts : {};
  } catch {
    return {};
  }
}
