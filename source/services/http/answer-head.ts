import type { HeaderReader } from './wire-request.ts';

/** Bytes of the longest head that is read. */
export const LONGEST_HEAD = 64 * 1024;

/** The head of an answer in HTTP/1.1 (RFC 9112 §4 and §5). */
export interface AnswerHead {
  readonly status: number;
  readonly header: HeaderReader;
  /** Where the body begins, in bytes. */
  readonly length: number;
}

/**
 * Reads the head off the first bytes of an answer, past interim ones (1xx); null while it is not whole, `invalid` when
 * it is none. Where a header comes twice the first one counts.
 */
export function readHead(bytes: Buffer): AnswerHead | 'invalid' | null {
  for (let at = 0; ;) {
    const end = bytes.indexOf('\r\n\r\n', at, 'latin1');
    if (end < 0) return null;
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(first)?.[1] ?? Number.NaN);
    if (Number.isNaN(status)) return 'invalid';
    at = end + 4;
    if (status >= 200) return { status, header: headerOf(lines), length: at };
  }
}

/**
 * How many bytes the body has; null where the head does not say so plainly (chunks, up to the end of the connection, two
 * lengths, no body at all).
 */
export function bodyLength({ status, header }: AnswerHead): number | null {
  if (header('transfer-encoding') !== null || status === 204 || status === 304) return null;
  const text = header('content-length') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function headerOf(lines: readonly string[]): HeaderReader {
  const values = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !values.has(name)) values.set(name, line.slice(colon + 1).trim());
  }
  return (name) => values.get(name) ?? null;
}
