/** `CSI number ~`: VT220 and what grew from it; 11 to 15 are PuTTY's and rxvt's F1 to F5. */
export const TILDE_KEYS: ReadonlyMap<number, string> = new Map([
  [1, 'home'],
  [2, 'insert'],
  [3, 'delete'],
  [4, 'end'],
  [5, 'pageup'],
  [6, 'pagedown'],
  [7, 'home'],
  [8, 'end'],
  ...numbered([11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34], 1),
]);

/** `CSI letter` and `CSI 1 ; modifiers letter`. */
export const LETTER_KEYS: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['E', 'begin'],
  ['F', 'end'],
  ['H', 'home'],
  ['P', 'f1'],
  ['Q', 'f2'],
  ['R', 'f3'],
  ['S', 'f4'],
]);

/** `SS3 letter`: cursor keys in application mode, F1 to F4, and PuTTY's VT100+ F5 to F12 (`T` to `Z`, `[`). */
export const SS3_KEYS: ReadonlyMap<string, string> = new Map([
  ...LETTER_KEYS,
  ['M', 'enter'],
  ['I', 'tab'],
  ['T', 'f5'],
  ['U', 'f6'],
  ['V', 'f7'],
  ['W', 'f8'],
  ['X', 'f9'],
  ['Y', 'f10'],
  ['Z', 'f11'],
  ['[', 'f12'],
  ['a', 'ctrl+up'],
  ['b', 'ctrl+down'],
  ['c', 'ctrl+right'],
  ['d', 'ctrl+left'],
]);

/** `SS3 letter` of the keypad in application mode: what it types. */
export const SS3_CHARACTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ ' ': ' ', j: '*', k: '+', l: ',', m: '-', n: '.', o: '/' }).concat(
    'pqrstuvwxy'.split('').map((letter, digit) => [letter, String(digit)]),
  ),
);

/** rxvt writes Shift with a cursor key as a small letter. */
export const RXVT_SHIFTED: ReadonlyMap<string, string> = new Map([
  ['a', 'shift+up'],
  ['b', 'shift+down'],
  ['c', 'shift+right'],
  ['d', 'shift+left'],
]);

/** `CSI [ letter`: the Linux console's F1 to F5. */
export const LINUX_KEYS: ReadonlyMap<string, string> = new Map(
  'ABCDE'.split('').map((letter, at) => [letter, `f${at + 1}`]),
);

/** Code points of the kitty protocol, and of modifyOtherKeys, that are keys rather than characters. */
export const CODE_KEYS: ReadonlyMap<number, string> = new Map([
  [8, 'backspace'],
  [9, 'tab'],
  [10, 'enter'],
  [13, 'enter'],
  [27, 'esc'],
  [127, 'backspace'],
  [57344, 'esc'],
  [57345, 'enter'],
  [57346, 'tab'],
  [57347, 'backspace'],
  [57363, 'menu'],
  [57414, 'enter'],
  ...listed(57348, ['insert', 'delete', 'left', 'right', 'up', 'down', 'pageup', 'pagedown', 'home', 'end']),
  ...listed(57417, ['left', 'right', 'up', 'down', 'pageup', 'pagedown', 'home', 'end', 'insert', 'delete', 'begin']),
  ...numbered(
    Array.from({ length: 35 }, (_, at) => 57364 + at),
    1,
  ),
]);

/** Keypad keys of the kitty protocol that type a character. */
export const CODE_CHARACTERS: ReadonlyMap<number, string> = new Map([
  ...listed(57399, '0123456789./*-+'.split('')),
  [57415, '='],
  [57416, ','],
]);

/** Kitty's private code points: those in no table above are modifiers, locks and media keys, which are no commands. */
export function isPrivateCode(code: number): boolean {
  return code >= 57344 && code <= 63743;
}

/** Escape and a digit, or Alt and a digit: 1 to 9 are F1 to F9, 0 is F10. */
export function digitKey(digit: string): string {
  return digit === '0' ? 'f10' : `f${digit}`;
}

function numbered(codes: readonly number[], first: number): [number, string][] {
  return codes.map((code, at) => [code, `f${first + at}`]);
}

function listed(first: number, names: readonly string[]): [number, string][] {
  return names.map((name, at) => [first + at, name]);
}
