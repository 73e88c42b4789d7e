import stringWidth from 'string-width';

/** The columns that the layout gave to a grapheme: the measure Ink uses. */
export function layoutWidth(grapheme: string): number {
  return stringWidth(grapheme);
}

/** The most columns a terminal may give to a grapheme: each of its characters drawn by itself, no narrower than the layout. */
export function widestReach(grapheme: string, width: number): number {
  let reach = 0;
  for (const character of grapheme) {
    const code = character.codePointAt(0) ?? 0;
    reach += code < 0x300 || (code >= 0x200b && code <= 0x200f) ? 1 : 2;
  }
  return Math.max(width, reach);
}
