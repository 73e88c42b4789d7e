import type { TextField } from '../../state/text-field.ts';
import { safeText } from '../../domain/safe-text.ts';
import { widthOf } from '../fit.ts';
import type { Span } from '../panel.tsx';

/** A text field as one line of this width, the cursor in inverse, scrolled so that the cursor shows. */
export function fieldLine(field: TextField, width: number): readonly Span[] {
  const graphemes = Array.from(new Intl.Segmenter().segment(field.text));
  let at = graphemes.findIndex(({ index }) => index >= field.cursor);
  if (at < 0) at = graphemes.length;
  const texts = graphemes.map(({ segment }) => safeText(segment));
  let from = 0;
  while (from < at && widthOf(texts.slice(from, at + 1).join('')) >= width - 1) from += 1;
  const under = texts[at] ?? ' ';
  return [
    { text: texts.slice(from, at).join('') },
    { text: under, look: 'cursor' },
    { text: texts.slice(at + 1).join('') },
  ];
}
