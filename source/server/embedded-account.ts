import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/app-error.ts';
import type { Metadata } from './metadata/metadata.ts';
import type { Tx, Work } from './metadata/work.ts';
import { embeddedAccount, sizeOfDisk } from './embedded-wish.ts';
import { accountByEmail, addAccount } from './rules/accounts/accounts.ts';
import { bearerQuery, tokenByName } from './rules/accounts/tokens.ts';

/** The embedded cloud's one account, as its program reads it. */
export interface EmbeddedAccount {
  readonly email: string;
  readonly consumer_key: string;
  readonly consumer_secret: string;
  readonly token: string;
  readonly token_secret: string;
}

const TOKEN_NAME = 'Ubuntu One @ this program';

/**
 * Makes the account at the first start and writes `embedded-account.json`; later starts find both. Safe when two programs
 * start at once: the database makes one account, and both write the same file.
 */
export async function ensureEmbeddedAccount(dataDir: string, metadata: Metadata): Promise<EmbeddedAccount> {
  const file = join(dataDir, 'embedded-account.json');
  const there = await readAccount(file);
  if (there !== null && (await metadata.readOne((tx) => bearerQuery(tx, there.token, null))) !== null) return there;
  const room = await sizeOfDisk(dataDir);
  const account = await metadata.write((tx) => makeAccount(tx, room));
  if (there !== null) await rm(file, { force: true });
  await writeOnce(file, `${JSON.stringify(account, null, 2)}\n`);
  return account;
}

function* makeAccount(tx: Tx, maxBytes: number): Work<EmbeddedAccount> {
  const wish = embeddedAccount(maxBytes);
  const account = (yield* accountByEmail(tx, wish.email)) ?? (yield* addAccount(tx, wish));
  const { token } = yield* tokenByName(tx, account, TOKEN_NAME);
  const { consumer_key, consumer_secret, token_secret } = token;
  return { email: account.email, consumer_key, consumer_secret, token: token.token, token_secret };
}

async function readAccount(file: string): Promise<EmbeddedAccount | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as EmbeddedAccount;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new AppError('usage', `${file} can not be read.`, { cause: error });
  }
}

/** Written aside and linked: nobody ever reads half of it, and of two writers the first stays. */
async function writeOnce(file: string, content: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    await handle.writeFile(content);
    await handle.sync();
    await handle.close();
    await link(aside, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
