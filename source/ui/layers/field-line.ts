import type { TextField } from '../../state/text-field.ts';
import { safeText } from '../../domain/safe-text.ts';
import { widthOf } from '../fit.ts';
import type { Span } from '../panel.tsx';

/**
 * A text field as one line of this width, the cursor in inverse, scrolled so that the cursor shows. Of a long text only what
 * shows is looked at: a paste may be of any length.
 */
export function fieldLine({ text, cursor }: TextField, width: number): readonly Span[] {
  // A grapheme takes some code units, and almost none more than these.
  const reach = Math.max(1, width) * UNITS_A_COLUMN;
  const before = graphemesOf(text.slice(Math.max(0, cursor - reach), cursor));
  const [under = ' ', ...after] = graphemesOf(text.slice(cursor, cursor + reach));
  const isAllBefore = cursor <= reach;
  const start = taken(before.toReversed(), width - widthOf(under), isAllBefore).toReversed();
  const left = start.join('');
  return [
    { text: left },
    { text: under, look: 'cursor' },
    { text: taken(after, width - widthOf(left) - widthOf(under), true).join('') },
  ];
}

const UNITS_A_COLUMN = 8;

function graphemesOf(text: string): readonly string[] {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => safeText(segment));
}

/** As many as fit. The last of a text that was cut may be half a grapheme and is left out. */
function taken(graphemes: readonly string[], width: number, isWhole: boolean): readonly string[] {
  const fitting: string[] = [];
  let room = width;
  for (const grapheme of isWhole ? graphemes : graphemes.slice(0, -1)) {
    room -= widthOf(grapheme);
    if (room < 0) break;
    fitting.push(grapheme);
  }
  return fitting;
}

/** A field whose text nobody is to read: a dot for each character, the cursor where the field has the focus. */
export function secretLine({ text, cursor }: TextField, width: number, hasFocus: boolean): readonly Span[] {
  const before = Array.from(text.slice(0, cursor)).length;
  const dots = '•'.repeat(Array.from(text).length);
  if (hasFocus) return fieldLine({ text: dots, cursor: before }, width);
  return [{ text: dots.slice(0, width) }];
}
