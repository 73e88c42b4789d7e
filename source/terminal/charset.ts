/**
 * What may be written: `unicode` is everything; `console` lacks the signs that the Linux console's font lacks; `ascii-signs` has
 * ASCII for our own signs and lines, and names as they are; `ascii` has nothing else at all.
 */
export type Charset = 'unicode' | 'console' | 'ascii-signs' | 'ascii';

/** Signs that the fonts of the Linux console lack, with what they have. */
const CONSOLE_SIGNS = new Map(
  Object.entries({
    '▰': '█',
    '▱': '░',
    '⇡': '↑',
    '⇣': '↓',
    '✓': '√',
    '✗': 'x',
    '▾': '▼',
    '▴': '▲',
    '›': '>',
    '‹': '<',
    '…': '~',
  }),
);

/** Our signs and lines, each with one character of ASCII. */
const ASCII_SIGNS = new Map(
  Object.entries({
    ...lines('│┃║', '|'),
    ...lines('─━═', '-'),
    ...lines('┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬', '+'),
    ...lines('█▓▰▀▄▌▐', '#'),
    ...lines('░▱', '.'),
    '▒': '+',
    ...lines('⇡↑▴▲', '^'),
    ...lines('⇣↓▾▼', 'v'),
    ...lines('→›»▶', '>'),
    ...lines('←‹«◀', '<'),
    ...lines('–—−', '-'),
    ...lines('‘’', "'"),
    ...lines('“”', '"'),
    '↔': '=',
    '✓': '+',
    '✗': 'x',
    '×': 'x',
    '·': '.',
    '•': '*',
    '…': '~',
  }),
);

/** A grapheme as the charset writes it in so many columns; what the charset cannot write is a question mark a column. */
export function writtenAs(grapheme: string, width: number, charset: Charset): string {
  if (charset === 'unicode' || /^[ -~]$/.test(grapheme)) return grapheme;
  if (charset === 'console') return CONSOLE_SIGNS.get(grapheme) ?? grapheme;
  const sign = ASCII_SIGNS.get(grapheme);
  if (sign !== undefined) return sign;
  return charset === 'ascii-signs' ? grapheme : '?'.repeat(Math.max(1, width));
}

/** A text as the charset writes it, a character a column: for titles and lines outside the screen. */
export function textAs(text: string, charset: Charset): string {
  if (charset === 'unicode') return text;
  return Array.from(text, (character) => writtenAs(character, 1, charset)).join('');
}

function lines(characters: string, sign: string): Record<string, string> {
  return Object.fromEntries(Array.from(characters, (character) => [character, sign]));
}
