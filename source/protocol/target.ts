import { decodeRaw, encodeComponent } from './path-codec.ts';

/** A request target taken apart, nothing decoded. */
export interface Target {
  /** `http://host` of an absolute-form target (RFC 9112 §3.2.2); null for the usual origin form. */
  readonly origin: string | null;
  /** The path as sent, at least `/`. */
  readonly path: string;
  /** The query as sent without `?`; empty when there is none. */
  readonly query: string;
}

/** Decoded name and value pairs in the order sent; a name may come twice. */
export type Pairs = readonly (readonly [name: string, value: string])[];

const ABSOLUTE = /^([A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*)/;

/** Takes a raw request target apart at the first `?`. Raw spaces and bytes stay as they are. */
export function splitTarget(target: string): Target {
  const origin = ABSOLUTE.exec(target)?.[1] ?? null;
  const rest = origin === null ? target : target.slice(origin.length);
  const cut = rest.indexOf('?');
  const path = cut < 0 ? rest : rest.slice(0, cut);
  return { origin, path: path === '' ? '/' : path, query: cut < 0 ? '' : rest.slice(cut + 1) };
}

/** The pairs of a raw query or a form, `+` being a space; a pair that is not UTF-8 is left out. */
export function decodePairs(query: string): Pairs {
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const cut = part.indexOf('=');
    const name = decodeRaw((cut < 0 ? part : part.slice(0, cut)).replaceAll('+', ' '));
    const value = decodeRaw((cut < 0 ? '' : part.slice(cut + 1)).replaceAll('+', ' '));
    if (name !== null && value !== null) pairs.push([name, value]);
  }
  return pairs;
}

/** The pairs as a query without `?`, spaces as `%20`. */
export function encodePairs(pairs: Pairs): string {
  return pairs.map(([name, value]) => `${encodeComponent(name)}=${encodeComponent(value)}`).join('&');
}

/** The first value of a name; null when it is not there. */
export function valueOf(pairs: Pairs, name: string): string | null {
  return pairs.find(([each]) => each === name)?.[1] ?? null;
}
