import type { Encoding } from '../domain/view.ts';
import { AppError } from '../domain/app-error.ts';
import { encodeText, unitOf } from './decode.ts';

/** What is looked for, as an expression over bytes that are written one character each (latin1). */
export interface Pattern {
  readonly expression: RegExp;
  /** Bytes of the longest thing it fits. */
  readonly longest: number;
  /** A find begins at a multiple of this. */
  readonly unit: 1 | 2;
}

/**
 * What a person typed, as bytes of the encoding: a lower-case text is found in any case. In hex `de ad` and `0xdead` are
 * bytes. @throws AppError `usage` when the encoding has no such character
 */
export function compilePattern(text: string, encoding: Encoding, isHex: boolean): Pattern {
  const bytes = isHex ? hexBytes(text) : null;
  if (bytes !== null) return { expression: new RegExp(escaped(bytes), 'g'), longest: bytes.length, unit: 1 };
  const isAnyCase = text === text.toLowerCase();
  let source = '';
  let longest = 0;
  for (const character of text) {
    const forms = (isAnyCase ? formsOf(character) : [character]).map((form) => encodeText(form, encoding));
    const known = forms.filter((form) => form !== null);
    if (known.length === 0) {
      throw new AppError('usage', `${character} does not exist in this file's encoding`, { hint: 'E chooses another' });
    }
    source += known.length === 1 ? known.map(escaped).join('') : `(?:${known.map(escaped).join('|')})`;
    longest += Math.max(...known.map(({ length }) => length));
  }
  return { expression: new RegExp(source, 'g'), longest, unit: unitOf(encoding) };
}

/** The character in both cases; a case of more than one character (the sharp s) is none. */
function formsOf(character: string): readonly string[] {
  const upper = character.toUpperCase();
  return upper === character || Array.from(upper).length > 1 ? [character] : [character, upper];
}

function hexBytes(text: string): Uint8Array | null {
  const digits =
    /^0x((?:[\da-f]{2})+)$/i.exec(text.trim())?.[1] ?? /^[\da-f]{2}(?: [\da-f]{2})+$/i.exec(text.trim())?.[0];
  return digits === undefined ? null : Uint8Array.from(Buffer.from(digits.replaceAll(' ', ''), 'hex'));
}

function escaped(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}
