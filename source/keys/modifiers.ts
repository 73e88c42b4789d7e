import type { KeyEvent } from './events.ts';

const SHIFT = 1;
const ALT = 2;
const CTRL = 4;
const SUPER = 8;
const META = 32;

/** Modifier bits as xterm and kitty send them (less 1): shift 1, alt 2, ctrl 4, super 8, meta 32. Locks are left out. */
export interface Modifiers {
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly super: boolean;
}

/** The modifiers of a parameter as sent, counted from 1; caps lock (64) and num lock (128) are no modifiers here. */
export function modifiersOf(parameter: number | undefined): Modifiers {
  const bits = Math.max(0, (parameter ?? 1) - 1);
  return {
    shift: (bits & SHIFT) !== 0,
    alt: (bits & (ALT | META)) !== 0,
    ctrl: (bits & CTRL) !== 0,
    super: (bits & SUPER) !== 0,
  };
}

/** The key of that name with these modifiers, in the one order the program uses. */
export function namedKey(name: string, modifiers: Modifiers): KeyEvent {
  return { type: 'key', key: prefixOf(modifiers, true) + name };
}

/**
 * The key of a character. Shift is in the character itself where it has a capital (`A`, not `shift+a`), unless Ctrl is
 * held, which knows no capitals. Only a character without Ctrl, Alt and Super types anything.
 */
export function characterKey(character: string, modifiers: Modifiers): KeyEvent {
  const capital = modifiers.shift && !modifiers.ctrl ? character.toUpperCase() : character;
  const isFolded = capital !== character || (modifiers.shift && !modifiers.ctrl && isTyped(modifiers));
  const name = capital === ' ' ? 'space' : capital;
  const key = prefixOf(modifiers, !isFolded) + name;
  return isTyped(modifiers) ? { type: 'key', key, text: capital } : { type: 'key', key };
}

/** The same key with Alt held: Escape came in front of it. */
export function withAlt(event: KeyEvent): KeyEvent {
  if (/(?:^|\+)alt\+/.test(event.key)) return { type: 'key', key: event.key };
  return { type: 'key', key: event.key.replace(/^(ctrl\+)?/, '$1alt+') };
}

function isTyped(modifiers: Modifiers): boolean {
  return !modifiers.ctrl && !modifiers.alt && !modifiers.super;
}

function prefixOf(modifiers: Modifiers, hasShift: boolean): string {
  return (
    (modifiers.super ? 'super+' : '') +
    (modifiers.ctrl ? 'ctrl+' : '') +
    (modifiers.alt ? 'alt+' : '') +
    (hasShift && modifiers.shift ? 'shift+' : '')
  );
}
