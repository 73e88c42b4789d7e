import { describe, expect, it } from 'vitest';
import { listedCommands } from '../../source/commands/finding.ts';
import { fuzzyScore } from '../../source/commands/fuzzy.ts';
import { createRegistry } from '../../source/commands/registry.ts';

const { commands } = createRegistry();

function first(typed: string, layer: 'help' | 'palette' = 'palette'): string | undefined {
  return listedCommands(commands, typed, layer)[0]?.id;
}

describe('the palette', () => {
  it.each([
    ['other pane', 'other-pane'],
    ['othpan', 'other-pane'],
    ['qt', 'quit'],
    ['F5', 'copy'],
    ['ctrl-r', 'refresh'],
    ['G', 'last'],
    ['new-folder', 'new-folder'],
    ['delete', 'delete'],
  ])('puts what %s means first', (typed, id) => expect(first(typed)).toBe(id));

  it('lists all commands of the panes in their order while nothing is typed', () => {
    const all = commands.filter(({ layer }) => layer === 'panes').map(({ id }) => id);
    expect(listedCommands(commands, ' ', 'palette').map(({ id }) => id)).toEqual(all);
  });

  it('lists nothing for letters that are in no command', () => {
    expect(listedCommands(commands, 'zzqqxx', 'palette')).toEqual([]);
  });
});

describe('help', () => {
  it('keeps its groups together and finds words, keys and names', () => {
    const groups = listedCommands(commands, '', 'help').map(({ group }) => group);
    const turns = groups.filter((group, at) => group !== groups[at - 1]);
    expect(new Set(turns).size).toBe(turns.length);
    expect(first('oops', 'help')).toBe('requests');
    expect(first('shift-f6', 'help')).toBe('rename');
    expect(first('othpan', 'help')).toBeUndefined();
  });
});

describe('fuzzyScore', () => {
  const better = (typed: string, one: string, other: string): boolean =>
    (fuzzyScore(typed, one) ?? -1) > (fuzzyScore(typed, other) ?? -1);

  it('prefers starts of words, runs of neighbours, and what stands early', () => {
    expect(better('np', 'New Pane', 'snap')).toBe(true);
    expect(better('sort', 'Sort', 'Show or test')).toBe(true);
    expect(better('a', 'xa', 'xxxxa')).toBe(true);
  });

  it('wants all letters in their order, case and blanks aside', () => {
    expect(fuzzyScore('tac', 'cat')).toBeNull();
    expect(fuzzyScore('C A', 'cat')).toBe(fuzzyScore('ca', 'CAT'));
    expect(fuzzyScore('', 'cat')).toBe(0);
    expect(fuzzyScore('x', '')).toBeNull();
  });

  it('looks no further than the first letter that is not there', () => {
    const before = process.cpuUsage();
    expect(fuzzyScore('x'.repeat(20_000_000), 'Next box')).toBeNull();
    // Microseconds of processor: looked at one by one they took more than six seconds, now it is a fifth of one.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});
