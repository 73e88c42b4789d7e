import naughtyStrings from 'big-list-of-naughty-strings' with { type: 'json' };

/** Sequences that the program never writes by itself: a title, other modes, a reset, a printer, 8-bit controls. */
export const EVIL = '\u001b]0;EVIL\u0007\u001b[?66h\u001b[3;9;45m\u001bc\u001b[5i\u009b2J\u0007\r\nx\u202e\u200b';

/** Every string of the list that can be a file's name, and some that were not in it. */
export const NAMES: readonly string[] = [
  ...new Set([
    ...naughtyStrings.filter(isName),
    EVIL,
    `${EVIL}.txt`,
    '日本語の長い名前のファイル.txt',
    'family 👨‍👩‍👧‍👦 flag 🇵🇹 heart ❤️.png',
    'a\u0300\u0301\u0302\u0303\u0304 combining.txt',
    'שלום עולם.txt',
    '-rf',
    '~',
    '*',
    'line\nbreak',
    '   ',
  ]),
];

function isName(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !/[/\0]/.test(text) && Buffer.byteLength(text) <= 255;
}
