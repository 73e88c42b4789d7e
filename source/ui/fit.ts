import stringWidth from 'string-width';
import { safeText } from '../domain/safe-text.ts';

const ELLIPSIS = '…';

/** Columns of a text on the terminal; the same measure as Ink's. */
export function widthOf(text: string): number {
  return isPlain(text) ? text.length : stringWidth(text);
}

/** The text made safe, cut at the end where it is too long, padded to exactly this many columns. */
export function fitLeft(text: string, width: number): string {
  const safe = safeText(text);
  const columns = widthOf(safe);
  if (columns <= width) return safe + ' '.repeat(width - columns);
  return padTo(takeStart(safe, width - 1) + (width > 0 ? ELLIPSIS : ''), width);
}

/** As `fitLeft`, with the text at the right end. */
export function fitRight(text: string, width: number): string {
  const safe = safeText(text);
  const columns = widthOf(safe);
  return columns <= width ? ' '.repeat(width - columns) + safe : fitLeft(text, width);
}

/** The text made safe and cut in the middle, so that both its start and its extension stay, padded to the width. */
export function fitMiddle(text: string, width: number): string {
  const safe = safeText(text);
  const columns = widthOf(safe);
  if (columns <= width) return safe + ' '.repeat(width - columns);
  if (width < 5) return fitLeft(text, width);
  const tail = takeEnd(safe, Math.floor((width - 1) / 2));
  const head = takeStart(safe, width - 1 - widthOf(tail));
  return padTo(head + ELLIPSIS + tail, width);
}

/** Text at both ends of a line of this width, apart by a column at least; the left one gives way. */
export function spread(left: string, right: string, width: number): string {
  const safeRight = safeText(right);
  const rightWidth = Math.min(width, widthOf(safeRight));
  const room = width - rightWidth;
  const gap = rightWidth > 0 && room > 0 ? 1 : 0;
  return fitLeft(left, room - gap) + ' '.repeat(gap) + fitLeft(right, rightWidth);
}

/** A text broken into lines of at most this width, at spaces where there are any. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of safeText(text).split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (widthOf(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (widthOf(line) > width) {
      const head = takeStart(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line];
}

function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function takeStart(text: string, width: number): string {
  let taken = '';
  let columns = 0;
  for (const { segment } of segmentsOf(text)) {
    columns += widthOf(segment);
    if (columns > width) break;
    taken += segment;
  }
  return taken;
}

function takeEnd(text: string, width: number): string {
  const segments = Array.from(segmentsOf(text), ({ segment }) => segment);
  let taken = '';
  let columns = 0;
  for (const segment of segments.toReversed()) {
    columns += widthOf(segment);
    if (columns > width) break;
    taken = segment + taken;
  }
  return taken;
}

function segmentsOf(text: string): Iterable<{ readonly segment: string }> {
  return isPlain(text) ? Array.from(text, (segment) => ({ segment })) : new Intl.Segmenter().segment(text);
}

/** True for text of which each unit is one column: ASCII, Latin-1's printable part, box drawing and the like. */
function isPlain(text: string): boolean {
  return /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2018-\u2022\u2026\u2190-\u21ff\u2400-\u2421\u2500-\u25b0\u25b1]*$/.test(
    text,
  );
}
