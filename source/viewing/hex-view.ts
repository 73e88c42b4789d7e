import type { ViewRow, ViewSpan } from '../domain/view.ts';

/** Bytes in a row, by the room there is. */
const COUNTS = [32, 16, 8, 4] as const;

export interface HexShape {
  /** Bytes in a row. */
  readonly count: number;
  /** Hex digits of an offset. */
  readonly digits: number;
}

/** How a hex row fits into this many columns, for a file of this many bytes. */
export function hexShape(width: number, size: number): HexShape {
  const digits = Math.max(8, Math.max(0, size - 1).toString(16).length);
  const count = COUNTS.find((each) => digits + 2 + each * 4 + Math.floor((each - 1) / 8) + 2 <= width) ?? 4;
  return { count, digits };
}

/** One row: the offset, the bytes in hex, and their ASCII. */
export function hexRow(
  bytes: Uint8Array,
  offset: number,
  { count, digits }: HexShape,
  found: { readonly at: number; readonly length: number } | null,
): ViewRow {
  const spans: ViewSpan[] = [{ text: `${offset.toString(16).padStart(digits, '0')}  `, look: 'faint' }];
  const lookOf = (at: number): ViewSpan['look'] =>
    found !== null && offset + at >= found.at && offset + at < found.at + found.length ? 'found' : 'plain';
  const add = (text: string, look: ViewSpan['look']): void => {
    const last = spans.at(-1);
    if (last?.look === look) spans[spans.length - 1] = { text: last.text + text, look };
    else spans.push({ text, look });
  };
  for (let at = 0; at < count; at += 1) {
    const byte = bytes[at];
    if (at > 0 && at % 8 === 0) add(' ', 'plain');
    if (byte === undefined) add('   ', 'plain');
    else {
      add(byte.toString(16).padStart(2, '0'), lookOf(at));
      add(' ', 'plain');
    }
  }
  add(' ', 'plain');
  for (const [at, byte] of bytes.entries())
    add(byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.', lookOf(at));
  return spans;
}
