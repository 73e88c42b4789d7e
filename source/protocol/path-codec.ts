import { AppError } from '../domain/app-error.ts';

const LEFT_BY_ENCODE_URI_COMPONENT = /[!'()*]/g;
const ESCAPE = /%([0-9A-Fa-f]{2})/g;
// oxlint-disable-next-line no-control-regex -- a plain path is one without escapes and without raw bytes
const PLAIN = /^[\u0000-\u0024\u0026-\u007f]*$/;
// oxlint-disable-next-line no-control-regex -- these bytes are the same in UTF-8
const PLAIN_BYTES = /^[\u0000-\u007f]*$/;
/** What needs no escape, nearly every value of OAuth among it. */
const UNRESERVED = /^[A-Za-z0-9\-._~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Percent-encodes one value for a URL: `A–Z a–z 0–9 - . _ ~` stay, every other byte of its UTF-8 is escaped (RFC 5849
 * §3.6). Rejects text that is no Unicode (lone surrogates) with `invalid-name`.
 */
export function encodeComponent(value: string): string {
  if (UNRESERVED.test(value)) return value;
  if (LONE_SURROGATE.test(value))
    throw new AppError('invalid-name', 'The name is not valid Unicode, no cloud can keep it');
  return encodeURIComponent(value).replace(LEFT_BY_ENCODE_URI_COMPONENT, escapeCharacter);
}

/** Percent-encodes a path as `encodeComponent` does, but leaves its slashes (protocol §1.3). */
export function encodePath(path: string): string {
  return encodeComponent(path).replaceAll('%2F', '/');
}

/**
 * Percent-decodes raw bytes of a request target once, as UTF-8. `raw` has one character a byte, as node gives a request
 * target; a `%` that begins no escape stays, since some clients escape spaces only (protocol §1.4). Null when the bytes
 * are not UTF-8.
 */
export function decodeRaw(raw: string): string | null {
  if (PLAIN.test(raw)) return raw;
  const undone = rawBytes(raw);
  if (PLAIN_BYTES.test(undone)) return undone;
  try {
    // A byte order mark is part of a name like any other character.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(undone, 'latin1'));
  } catch {
    return null;
  }
}

/** The bytes behind raw text with its escapes undone, one character a byte. */
export function rawBytes(raw: string): string {
  if (!raw.includes('%')) return raw;
  return raw.replace(ESCAPE, (_match, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
}

/** Percent-encodes raw bytes (one character a byte), leaving the unreserved characters and those of `safe`. */
export function encodeBytes(bytes: string, safe = ''): string {
  return bytes.replace(/[^A-Za-z0-9\-._~]/g, (byte) => (safe.includes(byte) ? byte : escapeCharacter(byte)));
}

/**
 * Why a path below a volume, or a volume's path, is no path: an empty name, `.`, `..` or NUL. Null when it is fine. The
 * path has no slash at its ends.
 */
export function pathFault(path: string): string | null {
  if (path.includes('\0')) return 'A name contains illegal characters';
  for (const name of path.split('/')) {
    if (name === '') return 'A name is empty';
    if (name === '.' || name === '..') return `"${name}" is a reserved filename`;
  }
  return null;
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
