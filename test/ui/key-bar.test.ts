import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { keyBarPieces, slotAt } from '../../source/ui/key-bar-words.ts';

function bar(layer: 'panes' | 'viewer', width: number): string {
  const pieces = keyBarPieces({ registry: createRegistry(), layer, width }, '');
  return pieces.map(({ text }) => text).join('');
}

describe('the key bar', () => {
  it('has all of its labels at 80 columns', () => {
    expect(bar('panes', 80).trim()).toBe(
      '1 Help 2 Menu 3 View 4 Edit 5 Copy 6 Move 7 Folder 8 Delete 9 Account 10 Quit',
    );
  });

  it('keeps what matters most where there is less room, in the order of the keys', () => {
    expect(bar('panes', 40).trim()).toBe('1 Help 2 Menu 5 Copy 8 Delete 10 Quit');
    expect(bar('panes', 60).trim()).toBe('1 Help 2 Menu 3 View 4 Edit 5 Copy 6 Move 8 Delete 10 Quit');
    expect(bar('viewer', 40).trim()).toBe('1 Help 2 Wrap 4 Hex 7 Search 10 Close');
  });

  it('is as wide as the screen, and knows what stands under the mouse', () => {
    const registry = createRegistry();
    for (const width of [40, 52, 79, 80, 120]) {
      expect(bar('panes', width)).toHaveLength(width);
      const column = bar('panes', width).indexOf('10 Quit');
      expect(slotAt({ registry, layer: 'panes', width }, column + 3)).toBe(10);
    }
  });
});
