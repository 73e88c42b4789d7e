import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** That many random letters: the secrets of the live service were of letters only, and some clients split on others. */
export function randomLetters(length: number): string {
  return pick(LETTERS, length);
}

/** That many random letters and digits. */
export function randomAlphanumerics(length: number): string {
  return pick(LETTERS + DIGITS, length);
}

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
