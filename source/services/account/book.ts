import * as v from 'valibot';
import type { Credentials } from '../../protocol/credentials.ts';
import type { ServerBases } from '../http/bases.ts';

/** Somebody signed in at a server. The password is no part of it and is stored nowhere. */
export interface Account {
  /** The name under which locations know it. */
  readonly id: string;
  readonly email: string;
  /** As normalizeServer writes it. */
  readonly server: string;
  readonly bases: ServerBases;
  readonly credentials: Credentials;
}

/** The accounts of the program, and the id of the one in use. */
export interface AccountBook {
  readonly current: string | null;
  readonly accounts: readonly Account[];
}

export const EMPTY_BOOK: AccountBook = { current: null, accounts: [] };

const text = v.pipe(v.string(), v.minLength(1));

const accountSchema = v.object({
  id: text,
  email: v.string(),
  server: text,
  bases: v.object({ api: text, content: text, sso: text }),
  credentials: v.object({ consumerKey: text, consumerSecret: text, token: text, tokenSecret: text }),
});

const bookSchema = v.object({ version: v.literal(1), current: v.nullable(text), accounts: v.array(accountSchema) });

/** The book out of its file's text; null when it is none. */
export function readBook(fileText: string): AccountBook | null {
  try {
    const result = v.safeParse(bookSchema, JSON.parse(fileText));
    return result.success ? { current: result.output.current, accounts: result.output.accounts } : null;
  } catch {
    return null;
  }
}

/** The text of the book's file, as `readBook` takes it. */
export function writeBook(book: AccountBook): string {
  return `${JSON.stringify({ version: 1, ...book }, null, 2)}\n`;
}
