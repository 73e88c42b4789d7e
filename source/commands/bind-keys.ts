import type { KeyPreset } from '../domain/settings.ts';
import type { Command, CommandLayer } from './command.ts';
import { keyLabel } from './key-label.ts';
import { parseKeyName } from './key-names.ts';
import { presetKeys, type KeyOverrides } from './key-presets.ts';

/** Where letters are typed into a line. */
const TEXT_LAYERS: ReadonlySet<CommandLayer> = new Set([
  'prompt',
  'transfer',
  'help',
  'palette',
  'places',
  'filter',
  'view-ask',
]);

/** What a person wants of the keys: a preset, and the text of `keys.conf`, empty where there is none. */
export interface KeyWishes {
  readonly preset: KeyPreset;
  readonly file: string;
}

export interface BoundKeys {
  readonly commands: readonly Command[];
  /** What in the file could not be done, or costs another command its key; one sentence each, with the line. */
  readonly problems: readonly string[];
}

/** The commands with the keys of the preset, and then those of the file. */
export function bindKeys(commands: readonly Command[], { preset, file }: KeyWishes): BoundKeys {
  const { commands: presetCommands } = withKeys(commands, presetKeys(preset, commands));
  const { lines, problems } = readLines(file, presetCommands);
  const wanted: KeyOverrides = new Map(lines.map(({ id, keys }) => [id, keys]));
  const bound = withKeys(presetCommands, wanted);
  const lost = bound.taken.flatMap(({ key, from, by }) => {
    const line = lines.find(({ id }) => id === by.id)?.line ?? 0;
    return [`keys.conf line ${line}: ${keyLabel(key)} is taken from "${from.title}" (${from.id})`];
  });
  return { commands: bound.commands, problems: [...problems, ...lost] };
}

interface KeyLine {
  /** Counted from 1. */
  readonly line: number;
  readonly id: string;
  readonly keys: readonly string[];
}

/** The lines `command = key key`, `none` for no key; empty ones and those that begin with `#` say nothing. */
function readLines(file: string, commands: readonly Command[]): { lines: readonly KeyLine[]; problems: string[] } {
  const problems: string[] = [];
  const lines: KeyLine[] = [];
  for (const [at, text] of file.split(/\r?\n/).entries()) {
    if (/^\s*(#|$)/.test(text)) continue;
    const read = readLine({ text, line: at + 1, commands, before: lines });
    problems.push(...read.problems.map((words) => `keys.conf line ${at + 1}: ${words}`));
    if (read.line !== null) lines.push(read.line);
  }
  return { lines, problems };
}

interface LineToRead {
  readonly text: string;
  readonly line: number;
  readonly commands: readonly Command[];
  readonly before: readonly KeyLine[];
}

interface LineRead {
  readonly line: KeyLine | null;
  readonly problems: readonly string[];
}

function readLine({ text, line, commands, before }: LineToRead): LineRead {
  const [, id, rest] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
  if (id === undefined || rest === undefined) {
    return { line: null, problems: [`"${text.trim()}" is not of the form "command = key key"`] };
  }
  const command = commands.find((each) => each.id === id);
  if (command === undefined) return { line: null, problems: [`there is no command "${id}"`] };
  const earlier = before.find((each) => each.id === id);
  if (earlier !== undefined) return { line: null, problems: [`${id} has its keys from line ${earlier.line} already`] };
  const words = rest === 'none' ? [] : rest.split(/\s+/).filter(Boolean);
  if (words.length === 0 && rest !== 'none')
    return { line: null, problems: [`${id} has no key; write "none" for that`] };
  const problems: string[] = [];
  const keys: string[] = [];
  for (const word of words) {
    const name = parseKeyName(word);
    const reason = 'reason' in name ? name.reason : whyNotKey(name.key, { command, commands, before });
    if (reason !== null) problems.push(reason);
    else if ('key' in name && !keys.includes(name.key)) keys.push(name.key);
  }
  // A line of which nothing can be used leaves the command the keys it has.
  if (keys.length === 0 && words.length > 0) return { line: null, problems };
  return { line: { line, id, keys: withEscape(command, keys) }, problems };
}

interface Asked extends Pick<LineToRead, 'commands' | 'before'> {
  readonly command: Command;
}

function whyNotKey(key: string, { command, commands, before }: Asked): string | null {
  const { layer } = command;
  if (TEXT_LAYERS.has(layer) && Array.from(key).length === 1) return `${key} is text there, not a key`;
  const isOfLayer = ({ id }: KeyLine): boolean => commands.find((each) => each.id === id)?.layer === layer;
  const earlier = before.find((each) => isOfLayer(each) && each.keys.includes(key));
  return earlier === undefined ? null : `${keyLabel(key)} is bound to ${earlier.id} in line ${earlier.line} already`;
}

/** What Escape closes can always be closed by it: nobody is to be locked in. */
function withEscape({ layer, keys: own }: Command, keys: readonly string[]): readonly string[] {
  return layer !== 'panes' && own.includes('esc') && !keys.includes('esc') ? [...keys, 'esc'] : keys;
}

interface Taken {
  readonly key: string;
  readonly from: Command;
  readonly by: Command;
}

/** The commands with these keys; a command that is not named loses those that another of its layer is given. */
function withKeys(
  commands: readonly Command[],
  wanted: KeyOverrides,
): { readonly commands: readonly Command[]; readonly taken: readonly Taken[] } {
  const owners = new Map<string, Command>();
  for (const command of commands) {
    for (const key of wanted.get(command.id) ?? []) owners.set(`${command.layer} ${key}`, command);
  }
  const taken: Taken[] = [];
  const bound = commands.map((command) => {
    const own = wanted.get(command.id);
    if (own !== undefined) return { ...command, keys: own };
    const lost = command.keys.filter((key) => owners.has(`${command.layer} ${key}`));
    for (const key of lost) {
      const by = owners.get(`${command.layer} ${key}`);
      if (by !== undefined) taken.push({ key, from: command, by });
    }
    return lost.length === 0 ? command : { ...command, keys: command.keys.filter((key) => !lost.includes(key)) };
  });
  return { commands: bound, taken };
}
