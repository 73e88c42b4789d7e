import { randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import { createGate, createGateCells } from '../threads/gate.ts';
import type { Gate, GateCells } from '../threads/gate.ts';

/** Argon2id as OWASP recommends it: 19 MiB, two passes, one lane. */
const COST = { memory: 19 * 1024, passes: 2, parallelism: 1, tagLength: 32 };
const MOST_AT_ONCE = 2;
const MOST_WAITING = 32;

/** Makes and checks encoded password hashes, off the main thread and only a few at a time, over all threads together. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * True when the password fits. Without an encoded hash it takes as long and answers false, so that nobody can time
   * which accounts there are.
   */
  matches(password: string, encoded: string | null): Promise<boolean>;
}

export function createPasswords(cells: GateCells = createGateCells()): Passwords {
  const slots = createSlots(createGate(cells, MOST_AT_ONCE));
  return {
    hash: (password) =>
      slots.run(async () => {
        const salt = randomBytes(16);
        return encode(salt, await derive(password, salt));
      }),
    matches: (password, encoded) =>
      slots.run(async () => {
        const parts = decode(encoded ?? '');
        const derived = await derive(password, parts?.salt ?? randomBytes(16));
        return parts !== null && parts.tag.length === derived.length && timingSafeEqual(parts.tag, derived);
      }),
  };
}

async function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  const { argon2 } = await import('node:crypto');
  // Normalised, since keyboards differ in how they compose the same letter.
  const message = Buffer.from(password.normalize('NFC'));
  return await new Promise((resolve, reject) => {
    argon2('argon2id', { ...COST, message, nonce: salt }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function encode(salt: Buffer, tag: Buffer): string {
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Only hashes of this program's own cost are known; there are no others. */
function decode(encoded: string): { salt: Buffer; tag: Buffer } | null {
  const match = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(encoded);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { salt: Buffer.from(match[1], 'base64'), tag: Buffer.from(match[2], 'base64') };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

/** Each check takes 19 MiB and a core: a flood of sign-ins waits in a short line, and past that is told to come later. */
function createSlots(gate: Gate) {
  let waiting = 0;
  return {
    run: async <T>(job: () => Promise<T>): Promise<T> => {
      if (waiting >= MOST_WAITING)
        throw new AppError('busy', 'Too many sign-ins at once, try again later.', { retryAfter: 2 });
      waiting += 1;
      await gate.enter();
      waiting -= 1;
      try {
        return await job();
      } finally {
        gate.leave();
      }
    },
  };
}
