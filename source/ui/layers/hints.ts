import { keyLabel } from '../../commands/key-label.ts';
import type { Registry } from '../../commands/registry.ts';
import { wrap } from '../fit.ts';
import type { Span } from '../panel.tsx';

/** What a command of the layer does, in a word or two. */
export type Hint = readonly [id: string, does: string];

/** What keys do in a layer, as `Enter runs it, Esc closes`: the keys are those in force, a command without one is left out. */
export function hintWords(registry: Registry, hints: readonly Hint[], between = ' '): string {
  const known = hints.flatMap(([id, does]) => {
    const key = registry.byId(id)?.keys[0];
    return key === undefined ? [] : [`${keyLabel(key)}${between}${does}`];
  });
  return known.join(', ');
}

/** As `hintWords`, in as many faint lines as they need. */
export function hintLines(registry: Registry, hints: readonly Hint[], width: number): readonly (readonly Span[])[] {
  return wrap(hintWords(registry, hints), width).map((text) => [{ text, look: 'faint' }] as const);
}
