import type { KeyPreset } from '../domain/settings.ts';
import type { Command } from './command.ts';

/** Keys by the command's id. They take a key away from any other command of the same layer that has it. */
export type KeyOverrides = ReadonlyMap<string, readonly string[]>;

/** What the vim preset does otherwise: `g`, `y`, `x` and the keys that jump lists and windows have there. */
const VIM: Readonly<Record<string, readonly string[]>> = {
  first: ['g', 'home'],
  'go-to': ['alt+c', 'ctrl+g'],
  'page-down': ['ctrl+f', 'pagedown'],
  'half-page-up': ['ctrl+u'],
  'other-pane': ['tab', 'ctrl+w'],
  swap: ['X'],
  link: ['L'],
  back: ['ctrl+o', '['],
  copy: ['y', 'f5'],
  move: ['x', 'f6', 'm'],
  rename: ['c', 'shift+f6', 'f16', 'r'],
  'new-folder': ['M', 'f7'],
};

/** The keys of a preset where they are not the commands' own. */
export function presetKeys(preset: KeyPreset, commands: readonly Command[]): KeyOverrides {
  switch (preset) {
    case 'mc':
      return new Map();
    case 'vim':
      return new Map(Object.entries(VIM));
    case 'letters':
      return new Map(commands.filter(hasFunctionKey).map(({ id, keys }) => [id, lettersFirst(keys)]));
  }
}

function hasFunctionKey({ layer, keys }: Command): boolean {
  return layer === 'panes' && keys.some(isFunctionKey);
}

/** The twins are shown, the function keys go on working. */
function lettersFirst(keys: readonly string[]): readonly string[] {
  return [...keys.filter((key) => !isFunctionKey(key)), ...keys.filter(isFunctionKey)];
}

/** `f5`, `shift+f6` and the like. */
export function isFunctionKey(key: string): boolean {
  return /(^|\+)f\d+$/.test(key);
}
