const NAMES: Readonly<Record<string, string>> = {
  pageup: 'PageUp',
  pagedown: 'PageDown',
  space: 'Space',
  esc: 'Esc',
};

/** A key as people write it: `f5` → `F5`, `ctrl+r` → `Ctrl-R`, `shift+up` → `Shift-Up`; letters stay as they are. */
export function keyLabel(key: string): string {
  const parts = key === '+' ? ['+'] : key.split('+');
  const last = parts.at(-1) ?? '';
  const label = NAMES[last] ?? (last.length > 1 || parts.length > 1 ? capital(last) : last);
  return [...parts.slice(0, -1).map(capital), label].join('-');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
