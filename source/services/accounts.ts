import { readFileSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../domain/app-error.ts';
import { parseCredentials } from '../protocol/credentials.ts';
import { EMPTY_BOOK, readBook, writeBook } from './account/book.ts';
import type { Account, AccountBook } from './account/book.ts';
import { basesOf, normalizeServer } from './http/bases.ts';
import { withFileLock } from './file-lock.ts';
import { makePrivateFolder, writePrivateFile } from './private-files.ts';

/** In place of the e-mail address, which the environment does not tell. */
const ENVIRONMENT_EMAIL = 'U1FILE_TOKEN';
const ENVIRONMENT_HINT =
  'U1FILE_TOKEN holds a token that the server refuses: set a valid one, or unset it and use "u1file login"';

export type { Account } from './account/book.ts';

export interface AccountSigning extends Pick<Account, 'bases' | 'credentials'> {
  readonly refusedHint: string | undefined;
}

export interface Accounts {
  /** All of them, and the id of the one in use; null when nobody is signed in. */
  load(): Promise<AccountBook>;
  /** Adds an account or takes the place of the same one, and makes it the one in use. */
  save(account: Account): Promise<void>;
  /** Makes another one the one in use, null the embedded cloud. @throws AppError `not-found` */
  use(id: string | null): Promise<void>;
  /** Forgets it; nothing there is no error. */
  remove(id: string): Promise<void>;
  /** Words for the person when a broken file was put aside by `load`; null when all is well. */
  problem(): string | null;
}

/** The accounts kept in `accounts.json` of this folder (0600 in 0700). A broken file is put aside and said so. */
export function createAccounts(folder: string): Accounts {
  const path = join(folder, 'accounts.json');
  let problem: string | null = null;

  async function load(): Promise<AccountBook> {
    const text = await readIfThere(path);
    if (text === null) return EMPTY_BOOK;
    return readBook(text) ?? withFileLock(path, loadOrPutAside);
  }

  /** Only under the lock: what is broken now may be written anew by another program in the next moment. */
  async function loadOrPutAside(): Promise<AccountBook> {
    const text = await readIfThere(path);
    if (text === null) return EMPTY_BOOK;
    const book = readBook(text);
    if (book !== null) return book;
    const aside = `${path}.broken-${Date.now()}`;
    await rename(path, aside);
    problem = `The list of accounts could not be read and was put aside as ${aside}; sign in again`;
    return EMPTY_BOOK;
  }

  async function change(act: (book: AccountBook) => AccountBook): Promise<void> {
    await makePrivateFolder(folder);
    await withFileLock(path, async () => writePrivateFile(path, writeBook(act(await loadOrPutAside()))));
  }

  return {
    load,
    save: async (account) =>
      change(({ accounts }) => ({
        current: account.id,
        accounts: [...accounts.filter(({ id }) => id !== account.id), account],
      })),
    use: async (id) =>
      change((book) => {
        if (id === null || book.accounts.some((account) => account.id === id)) return { ...book, current: id };
        throw new AppError('not-found', `No account ${id} is signed in`);
      }),
    remove: async (id) =>
      change(({ current, accounts }) => {
        const left = accounts.filter((account) => account.id !== id);
        return { accounts: left, current: current === id ? null : current };
      }),
    problem: () => problem,
  };
}

/**
 * The account in use, told at once: that of the environment, or the one signed in; null for nobody. Undefined where that cannot be told
 * without more words, as when a file is broken.
 */
export function currentAccountNow(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Account | null | undefined {
  try {
    const fromEnvironment = accountFromEnvironment(env);
    if (fromEnvironment !== null) return fromEnvironment;
    const book = readBook(readFileSync(join(folder, 'accounts.json'), 'utf8'));
    return book === null ? undefined : (book.accounts.find(({ id }) => id === book.current) ?? null);
  } catch (error) {
    return isMissing(error) ? null : undefined;
  }
}

/** The id of an account: who and where. */
export function accountId(email: string, server: string): string {
  return `${email} ${normalizeServer(server)}`;
}

/**
 * The account of the environment: `U1FILE_TOKEN=consumer:consumer_secret:token:token_secret` at `U1FILE_SERVER`; null when
 * no token is set. @throws AppError `usage` when one of them is missing or wrong
 */
export function accountFromEnvironment(env: Readonly<Record<string, string | undefined>>): Account | null {
  const { U1FILE_TOKEN: token, U1FILE_SERVER: server } = env;
  if (!token) return null;
  const credentials = parseCredentials(token);
  if (credentials === null) {
    throw new AppError('usage', 'U1FILE_TOKEN is not consumer:consumer_secret:token:token_secret');
  }
  if (!server) throw new AppError('usage', 'U1FILE_TOKEN is set, but U1FILE_SERVER is not');
  const where = normalizeServer(server);
  const email = ENVIRONMENT_EMAIL;
  return { id: accountId(email, where), email, server: where, bases: basesOf(where), credentials };
}

/** What a client of this account's server is made of. Signing in again is no help where the token comes with the environment. */
export function signedFor({ email, bases, credentials }: Account): AccountSigning {
  return { bases, credentials, refusedHint: email === ENVIRONMENT_EMAIL ? ENVIRONMENT_HINT : undefined };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
