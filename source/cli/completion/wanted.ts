import type { Command, Option } from 'commander';

/** What may stand where the cursor is in a command that is being typed. */
export interface Wanted {
  /** What is typed of it so far. */
  readonly typed: string;
  /** Verbs, options, or an option's values. */
  readonly words: readonly string[];
  readonly places: readonly Place[];
  /** The server that the command names. */
  readonly server: string | undefined;
}

/** Entries of this machine, its folders alone, entries of the cloud, or its volumes alone. */
export type Place = 'local' | 'folders' | 'cloud' | 'volumes';

const NOTHING = { words: [], places: [] } as const;
const BOTH = ['local', 'cloud'] as const;
/** What an argument is, by its verb and place: of several sources and one target, any but the first may be the target. */
const OPERANDS: Readonly<Record<string, (at: number) => readonly Place[]>> = {
  u1file: (at) => (at === 0 ? ['folders'] : ['cloud']),
  put: (at) => (at === 0 ? ['local'] : BOTH),
  get: (at) => (at === 0 ? ['cloud'] : BOTH),
  sync: () => BOTH,
  list: () => ['cloud'],
  query: () => ['cloud'],
  move: () => ['cloud'],
  delete: () => ['cloud'],
  mkdir: () => ['cloud'],
  publish: () => ['cloud'],
  unpublish: () => ['cloud'],
  'delete-volume': () => ['volumes'],
  backup: () => ['folders'],
  restore: () => ['folders'],
};

/** What fits the last of these words of a command, after those before it; the program's own name is left out. */
export function wantedFor(program: Command, words: readonly string[]): Wanted {
  const typed = words.at(-1) ?? '';
  const { command, operands, open, areOptionsOver, server } = readWords(program, words.slice(0, -1));
  const found =
    open !== null
      ? valuesOf(open)
      : typed.startsWith('-') && !areOptionsOver
        ? { ...NOTHING, words: optionWords(command, typed) }
        : operandsOf(command, operands);
  return { typed, server, ...found };
}

interface Read {
  /** The innermost verb. */
  readonly command: Command;
  /** How many arguments it has. */
  readonly operands: number;
  /** The option whose value comes next. */
  readonly open: Option | null;
  readonly areOptionsOver: boolean;
  readonly server: string | undefined;
}

function readWords(program: Command, words: readonly string[]): Read {
  let read: Read = { command: program, operands: 0, open: null, areOptionsOver: false, server: undefined };
  for (const word of words) read = readWord(read, word);
  return read;
}

function readWord(read: Read, word: string): Read {
  const { command, open, operands, areOptionsOver } = read;
  if (open !== null) return { ...read, open: null, server: open.long === '--server' ? word : read.server };
  if (areOptionsOver || !word.startsWith('-') || word === '-') {
    const verb = operands === 0 && !areOptionsOver ? verbOf(command, word) : undefined;
    return verb === undefined ? { ...read, operands: operands + 1 } : { ...read, command: verb };
  }
  if (word === '--') return { ...read, areOptionsOver: true };
  return { ...read, open: command.options.find((option) => isNamed(option, word) && option.required) ?? null };
}

function isNamed({ long, short }: Option, word: string): boolean {
  return word === long || word === short;
}

function verbOf({ commands }: Command, word: string): Command | undefined {
  return commands.find((command) => command.name() === word || command.aliases().includes(word));
}

function valuesOf({ argChoices, flags }: Option): Pick<Wanted, 'words' | 'places'> {
  return { words: argChoices ?? [], places: /<(file|folder|path)>/.test(flags) ? ['local'] : [] };
}

function optionWords({ options }: Command, typed: string): readonly string[] {
  const [name = '', value] = typed.split('=', 2);
  const withValue = value === undefined ? undefined : options.find((option) => isNamed(option, name));
  if (withValue !== undefined) return (withValue.argChoices ?? []).map((choice) => `${name}=${choice}`);
  return [...options.flatMap(({ long, hidden }) => (hidden || !long ? [] : [long])), '--help'];
}

function operandsOf(command: Command, at: number): Pick<Wanted, 'words' | 'places'> {
  const { commands, registeredArguments } = command;
  const verbs = at === 0 ? command.createHelp().visibleCommands(command) : [];
  const names = commands.length === 0 ? [] : verbs.flatMap((verb) => [verb.name(), verb.aliases()].flat());
  const choices = registeredArguments[at]?.argChoices ?? [];
  return { words: [...names, ...choices], places: OPERANDS[command.name()]?.(at) ?? [] };
}
