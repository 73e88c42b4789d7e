import { lookup } from 'mime-types';

/** Guessed from the name. Never JSON: a client takes that for an answer of the API (protocol §2.5). */
export function contentType(name: string): string {
  const guess = lookup(name);
  return guess === false || guess.includes('json') ? 'application/octet-stream' : guess;
}
