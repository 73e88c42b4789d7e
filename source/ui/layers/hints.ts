import { keyLabel } from '../../commands/key-label.ts';
import type { Registry } from '../../commands/registry.ts';
import { widthOf, wrap } from '../fit.ts';
import type { Span } from '../panel.tsx';

/** What a command of the layer does, in a word or two. */
export type Hint = readonly [id: string, does: string];

/** The first key of a command as people write it; null where it has none. */
export function keyOf(registry: Registry, id: string): string | null {
  const key = registry.byId(id)?.keys[0];
  return key === undefined ? null : keyLabel(key);
}

/** What keys do in a layer, as `Enter runs it, Esc closes`: the keys are those in force, a command without one is left out. */
export function hintWords(registry: Registry, hints: readonly Hint[], between = ' '): string {
  const known = hints.flatMap(([id, does]) => {
    const key = keyOf(registry, id);
    return key === null ? [] : [`${key}${between}${does}`];
  });
  return known.join(', ');
}

/** The first of these that has room, each shorter than the one before; empty where none has. */
export function fittingHint(registry: Registry, ways: readonly (readonly Hint[])[], room: number): string {
  return ways.map((hints) => hintWords(registry, hints)).find((words) => widthOf(words) <= room) ?? '';
}

/** As `hintWords`, in as many faint lines as they need. */
export function hintLines(registry: Registry, hints: readonly Hint[], width: number): readonly (readonly Span[])[] {
  return wrap(hintWords(registry, hints), width).map((text) => [{ text, look: 'faint' }] as const);
}
