import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { keyLabel } from '../../source/commands/key-label.ts';
import { keyTable } from '../../source/commands/key-table.ts';

describe('the registry', () => {
  const registry = createRegistry();

  it('gives every command an id of its own', () => {
    const ids = registry.commands.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has a letter or another twin beside every function key', () => {
    for (const { id, keys } of registry.commands.filter(({ layer }) => layer === 'panes')) {
      const hasFunctionKey = keys.some((key) => /(^|\+)f\d+$/.test(key));
      if (hasFunctionKey)
        expect(
          keys.some((key) => !/(^|\+)f\d+$/.test(key)),
          id,
        ).toBe(true);
    }
  });

  it('binds nothing that lines and terminals eat', () => {
    const eaten = new Set(['h', 'i', 'm', 'j', 's', 'q', '\\', '[', 'a', 'b'].map((key) => `ctrl+${key}`));
    const bound = registry.commands.flatMap(({ keys }) => keys);
    expect(bound.filter((key) => eaten.has(key))).toEqual([]);
  });

  it.each([
    ['f1', 'Help: all keys'],
    ['f2', 'Command palette'],
    ['f5', 'Copy to the other pane'],
    ['f6', 'Move to the other pane'],
    ['shift+f6', 'Rename'],
    ['f7', 'Make a folder; in the list of volumes, a volume'],
    ['f8', 'Delete'],
    ['f10', 'Quit'],
    ['o', 'Requests and oops IDs'],
  ])('finds %s in the panes', (key, title) => {
    expect(registry.find('panes', key)?.title).toBe(title);
  });
});

describe('keyLabel', () => {
  it.each([
    ['f5', 'F5'],
    ['ctrl+r', 'Ctrl-R'],
    ['shift+f6', 'Shift-F6'],
    ['alt+.', 'Alt-.'],
    ['pageup', 'PageUp'],
    ['G', 'G'],
    ['?', '?'],
    ['+', '+'],
  ])('writes %s as %s', (key, label) => expect(keyLabel(key)).toBe(label));
});

describe('docs/keys.md', () => {
  it('is what the commands say; npm run docs:keys writes it anew', () => {
    expect(readFileSync('docs/keys.md', 'utf8')).toBe(keyTable(createRegistry().commands));
  });
});
