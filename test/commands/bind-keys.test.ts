import { describe, expect, it } from 'vitest';
import { parseKeyName } from '../../source/commands/key-names.ts';
import { presetKeys } from '../../source/commands/key-presets.ts';
import { listedCommands } from '../../source/commands/finding.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import type { KeyPreset } from '../../source/domain/settings.ts';

const PRESETS: readonly KeyPreset[] = ['mc', 'vim', 'letters'];

function bound(file: string, preset: KeyPreset = 'mc') {
  return createRegistry({ preset, file });
}

describe('a preset', () => {
  it.each(PRESETS)('%s binds each key of a layer once and tells of no problem', (preset) => {
    const { commands, problems } = bound('', preset);
    const slots = commands.flatMap(({ layer, keys }) => keys.map((key) => `${layer} ${key}`));
    expect(new Set(slots).size).toBe(slots.length);
    expect(problems).toEqual([]);
  });

  it.each(PRESETS)('%s leaves every command a key, but for those that the palette alone runs', (preset) => {
    const without = bound('', preset).commands.filter(({ keys }) => keys.length === 0);
    // Ctrl-U, its key elsewhere, swaps the panes as in Midnight Commander.
    expect(without.map(({ id }) => id)).toEqual(preset === 'vim' ? [] : ['half-page-up']);
    const inPalette = listedCommands(bound('', preset).commands, '', 'palette').map(({ id }) => id);
    for (const { id } of without) expect(inPalette).toContain(id);
  });

  it.each(PRESETS)('%s names commands that there are, and keys that arrive', (preset) => {
    const { commands } = createRegistry();
    for (const [id, keys] of presetKeys(preset, commands)) {
      expect(commands.map((command) => command.id)).toContain(id);
      for (const key of keys) expect(parseKeyName(key)).toEqual({ key });
    }
  });

  it('vim yanks, goes to the first entry with g and pages by Ctrl', () => {
    const registry = bound('', 'vim');
    expect(['y', 'g', 'G', 'ctrl+u', 'ctrl+d', 'x'].map((key) => registry.find('panes', key)?.id)).toEqual([
      'copy',
      'first',
      'last',
      'half-page-up',
      'half-page-down',
      'move',
    ]);
  });

  it('letters shows the twins and keeps the function keys', () => {
    const registry = bound('', 'letters');
    expect(registry.byId('copy')?.keys).toEqual(['c', 'f5']);
    expect(registry.find('panes', 'f5')?.id).toBe('copy');
  });
});

describe('keys.conf', () => {
  it('binds commands of the panes, of lists and of questions, and unbinds', () => {
    const { problems, ...registry } = bound('# mine\n\ncopy = Ctrl-Y  F5\nswap=none\nrequests-copy = r\r\n');
    expect(problems).toEqual([]);
    expect(registry.byId('copy')?.keys).toEqual(['ctrl+y', 'f5']);
    expect(registry.find('panes', 'c')).toBeUndefined();
    expect(registry.find('panes', 'ctrl+u')).toBeUndefined();
    expect(registry.find('requests', 'r')?.id).toBe('requests-copy');
  });

  it.each([
    ['copy = Foo', 'keys.conf line 1: there is no key "Foo"'],
    ['\ncopy F5', 'keys.conf line 2: "copy F5" is not of the form "command = key key"'],
    ['copi = F5', 'keys.conf line 1: there is no command "copi"'],
    ['copy =', 'keys.conf line 1: copy has no key; write "none" for that'],
    ['copy = Ctrl-H', 'keys.conf line 1: Ctrl-H arrives as Backspace'],
    ['copy = Alt-1', 'keys.conf line 1: Alt-1 arrives as F1'],
    ['prompt-accept = x', 'keys.conf line 1: x is text there, not a key'],
    ['copy = Ctrl-Y\ncopy = Ctrl-Z', 'keys.conf line 2: copy has its keys from line 1 already'],
  ])('tells of a bad line with its number and leaves the command its keys: %j', (file, problem) => {
    const registry = bound(file);
    expect(registry.problems).toEqual([problem]);
    expect(registry.byId('prompt-accept')?.keys).toContain('enter');
    expect(registry.find('panes', file.includes('Ctrl-Y') ? 'ctrl+y' : 'f5')?.id).toBe('copy');
  });

  it('uses the good keys of a line with a bad one', () => {
    const registry = bound('copy = Ctrl-Y nonsense');
    expect(registry.find('panes', 'ctrl+y')?.id).toBe('copy');
    expect(registry.problems).toEqual(['keys.conf line 1: there is no key "nonsense"']);
  });

  it('gives a key that two lines claim to the first, and tells of the second', () => {
    const registry = bound('copy = Ctrl-Y\nmove = Ctrl-Y F6');
    expect(registry.find('panes', 'ctrl+y')?.id).toBe('copy');
    expect(registry.byId('move')?.keys).toEqual(['f6']);
    expect(registry.problems).toEqual(['keys.conf line 2: Ctrl-Y is bound to copy in line 1 already']);
  });

  it('tells of a key that a line takes from another command, unless that one has a line too', () => {
    const taken = bound('copy = q F5');
    expect(taken.find('panes', 'q')?.id).toBe('copy');
    expect(taken.byId('quit')?.keys).toEqual(['f10']);
    expect(taken.problems).toEqual(['keys.conf line 1: q is taken from "Quit" (quit)']);
    expect(bound('copy = q F5\nquit = F10').problems).toEqual([]);
  });

  it('gives the same key to commands of different layers', () => {
    expect(bound('requests-copy = x\ntransfers-cancel = x').problems).toEqual([]);
  });

  it('never takes Escape from what closes a question', () => {
    expect(bound('prompt-close = F10').find('prompt', 'esc')?.id).toBe('prompt-close');
  });

  it('works over a preset', () => {
    const registry = bound('first = Home', 'vim');
    expect(registry.find('panes', 'g')).toBeUndefined();
    expect(registry.problems).toEqual([]);
  });

  it('holds within help too: what is listed there is what is bound', () => {
    expect(bound('copy = Ctrl-Y').commands.find(({ id }) => id === 'copy')?.keys).toEqual(['ctrl+y']);
  });
});

describe('parseKeyName', () => {
  it.each([
    ['F5', 'f5'],
    ['Ctrl-R', 'ctrl+r'],
    ['ctrl+R', 'ctrl+r'],
    ['Shift-F6', 'shift+f6'],
    ['shift+a', 'A'],
    ['Alt-Shift-x', 'alt+X'],
    ['Shift-Ctrl-Left', 'ctrl+shift+left'],
    ['PgUp', 'pageup'],
    ['-', '-'],
    ['+', '+'],
    ['Ctrl--', 'ctrl+-'],
    ['Alt-.', 'alt+.'],
    ['é', 'é'],
    ['Space', 'space'],
  ])('understands %s as %s', (text, key) => expect(parseKeyName(text)).toEqual({ key }));
});
