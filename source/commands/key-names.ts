const ALIASES: Readonly<Record<string, string>> = {
  escape: 'esc',
  return: 'enter',
  pgup: 'pageup',
  pgdn: 'pagedown',
  del: 'delete',
  ins: 'insert',
};

const NAMED: ReadonlySet<string> = new Set([
  'enter',
  'tab',
  'esc',
  'backspace',
  'delete',
  'insert',
  'pageup',
  'pagedown',
  'home',
  'end',
  'up',
  'down',
  'left',
  'right',
  'space',
  'begin',
  'menu',
  ...Array.from({ length: 35 }, (_, at) => `f${at + 1}`),
]);

/** What terminals send instead of these, so that they never arrive under their own names. */
const ARRIVES_AS: Readonly<Record<string, string>> = {
  'ctrl+h': 'Backspace',
  'ctrl+i': 'Tab',
  'ctrl+j': 'Enter',
  'ctrl+m': 'Enter',
  'ctrl+[': 'Esc',
};

/** A key's name as `keys/` has it, or why it is none. */
export type KeyName = { readonly key: string } | { readonly reason: string };

/** Understands a key as a person writes it: `F5`, `Ctrl-R`, `ctrl+r`, `Shift-F6`, `PgUp`, `A`, `-`. */
export function parseKeyName(text: string): KeyName {
  const { modifiers, base } = splitModifiers(text);
  const isCharacter = Array.from(base).length === 1;
  const name = isCharacter ? base : (ALIASES[base.toLowerCase()] ?? base.toLowerCase());
  if (!isCharacter && !NAMED.has(name)) return { reason: `there is no key "${text}"` };
  const key = isCharacter ? characterKey(name, modifiers) : [...inOrder(modifiers), name].join('+');
  const other = ARRIVES_AS[key] ?? (/^alt\+\d$/.test(key) ? `F${key.slice(4) === '0' ? '10' : key.slice(4)}` : null);
  return other === null ? { key } : { reason: `${text} arrives as ${other}` };
}

function splitModifiers(text: string): { readonly modifiers: ReadonlySet<string>; readonly base: string } {
  const modifiers = new Set<string>();
  let base = text;
  for (let found = /^(ctrl|alt|shift)[-+](?=.)/i.exec(base); found !== null;) {
    modifiers.add(found[1]?.toLowerCase() ?? '');
    base = base.slice(found[0].length);
    found = /^(ctrl|alt|shift)[-+](?=.)/i.exec(base);
  }
  return { modifiers, base };
}

/** Ctrl knows no capitals; elsewhere Shift and a letter is the capital. */
function characterKey(character: string, modifiers: ReadonlySet<string>): string {
  if (modifiers.has('ctrl')) return [...inOrder(modifiers), character.toLowerCase()].join('+');
  const letter = modifiers.has('shift') ? character.toUpperCase() : character;
  return [...inOrder(modifiers).filter((each) => each !== 'shift'), letter].join('+');
}

function inOrder(modifiers: ReadonlySet<string>): readonly string[] {
  return ['ctrl', 'alt', 'shift'].filter((each) => modifiers.has(each));
}
