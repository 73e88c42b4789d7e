import { keyLabel } from '../../commands/key-label.ts';
import type { Registry } from '../../commands/registry.ts';
import type { Span } from '../panel.tsx';

/** What keys do in a layer, as `Enter runs it, Esc closes`: the keys are those in force, a command without one is left out. */
export function hintWords(registry: Registry, hints: readonly (readonly [id: string, does: string])[]): string {
  const known = hints.flatMap(([id, does]) => {
    const key = registry.byId(id)?.keys[0];
    return key === undefined ? [] : [`${keyLabel(key)} ${does}`];
  });
  return known.join(', ');
}

/** As `hintWords`, as a faint line. */
export function hintLine(registry: Registry, hints: readonly (readonly [id: string, does: string])[]): readonly Span[] {
  return [{ text: hintWords(registry, hints), look: 'faint' }];
}
