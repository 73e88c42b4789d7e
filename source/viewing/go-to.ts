import { AppError } from '../domain/app-error.ts';
import type { Encoding } from '../domain/view.ts';
import { feedAfter } from './lay-row.ts';
import type { Search } from './search.ts';
import { unitOf } from './decode.ts';

/** A place that a person typed. */
export type Place =
  | { readonly type: 'offset'; readonly offset: number }
  | { readonly type: 'share'; readonly share: number }
  /** Counted from 1. */
  | { readonly type: 'line'; readonly line: number };

/** Understands `120`, `50%`, `@4096`, `0x1000`; in hex a plain number is an offset. @throws AppError `usage` */
export function parsePlace(text: string, isHex: boolean): Place {
  const typed = text.trim();
  const percent = /^(\d+(?:[.,]\d+)?) ?%$/.exec(typed)?.[1];
  if (percent !== undefined) return { type: 'share', share: Math.min(1, Number(percent.replace(',', '.')) / 100) };
  if (/^@?0x[\da-f]+$/i.test(typed)) return { type: 'offset', offset: Number(typed.replace('@', '')) };
  if (/^@\d+$/.test(typed)) return { type: 'offset', offset: Number(typed.slice(1)) };
  if (!/^\d+$/.test(typed)) {
    throw new AppError('usage', 'This is no place in a file', { hint: 'write a line, 50%, @offset or 0xoffset' });
  }
  return isHex ? { type: 'offset', offset: Number(typed) } : { type: 'line', line: Math.max(1, Number(typed)) };
}

/**
 * The byte at which a place is; the file is read up to a line. `pages` knows the size of the file.
 * @throws AppError `usage` where the file ends before it
 */
export async function offsetOf(place: Place, search: Omit<Search, 'pattern'>, encoding: Encoding): Promise<number> {
  if (place.type === 'line') {
    const offset = await offsetOfLine(search, place.line, encoding);
    if (offset === null) throw new AppError('usage', `The file has fewer than ${place.line} lines`);
    return offset;
  }
  const size = search.pages.facts?.size ?? 0;
  const offset = place.type === 'offset' ? place.offset : Math.floor(place.share * Math.max(0, size - 1));
  if (offset >= size) throw new AppError('usage', `The file ends at ${size}`, { hint: 'End goes to its end' });
  return offset;
}

/** Where that line begins; null when there are fewer. Reads the file up to there. */
async function offsetOfLine(
  { pages, signal, onProgress }: Omit<Search, 'pattern'>,
  line: number,
  encoding: Encoding,
): Promise<number | null> {
  if (line <= 1) return 0;
  const unit = unitOf(encoding);
  let left = line - 1;
  let base = 0;
  let odd = new Uint8Array(0);
  for await (const chunk of pages.stream(0, signal)) {
    const bytes = odd.length === 0 ? chunk : Buffer.concat([odd, chunk]);
    const whole = bytes.length - (bytes.length % unit);
    for (let at = feedAfter(bytes, 0, whole, encoding); at >= 0; at = feedAfter(bytes, at + unit, whole, encoding)) {
      left -= 1;
      if (left === 0) return beforeEnd(base + at + unit, pages.facts?.size);
    }
    odd = Uint8Array.from(bytes.subarray(whole));
    base += whole;
    onProgress(base / Math.max(1, pages.facts?.size ?? 0));
    signal.throwIfAborted();
  }
  return null;
}

/** After the last line feed of a file no line begins. */
function beforeEnd(offset: number, size: number | undefined): number | null {
  return size !== undefined && offset >= size ? null : offset;
}
