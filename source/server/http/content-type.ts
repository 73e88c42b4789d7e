import { lookup } from 'mime-types';

/** By the ending (`.txt`). Never JSON: a client takes that for an answer of the API (protocol §2.5). */
export function contentType(extension: string): string {
  const guess = lookup(extension);
  return guess === false || guess.includes('json') ? 'application/octet-stream' : guess;
}
