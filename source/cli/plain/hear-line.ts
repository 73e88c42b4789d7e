import type { Command, CommandContext } from '../../commands/command.ts';
import { pressKey } from '../../commands/press-key.ts';
import type { Registry } from '../../commands/registry.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Layer } from '../../state/layers.ts';
import { parentRows } from '../../state/pane.ts';
import { activePane } from '../../state/selectors.ts';
import { entryUnderCursor } from '../../ui/plain/list-lines.ts';
import { isStep, layerWord, questionOf, type Question } from '../../ui/plain/question.ts';
import { AFTERWARDS, CURSOR_STEPS, plainWord } from './words.ts';

/** Words that people try, and the commands they mean. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  up: 'parent',
  '..': 'parent',
  other: 'other-pane',
  cloud: 'switch-side',
  local: 'switch-side',
  go: 'go-to',
  cd: 'go-to',
  menu: 'palette',
  commands: 'palette',
  queue: 'transfers',
  jobs: 'transfers',
  oops: 'requests',
  mkdir: 'new-folder',
  rm: 'delete',
  cp: 'copy',
  mv: 'move',
  exit: 'quit',
  bye: 'quit',
};

/** What came of a line; null is nothing to say, for the state itself tells. */
export type Heard = string | null;

/** Understands one line of a person or a script: an answer to what is asked, an entry's number, or a word. */
export function hearLine(context: CommandContext, registry: Registry, line: string, now: number): Heard {
  if (context.getState().layers.length > 0) return answerTop(context, registry, { line, now });
  const [, word = '', rest = ''] = /^\s*(\S*)\s*(.*?)\s*$/s.exec(line) ?? [];
  const number = numberOf(word);
  if (number !== null) return openEntry(context, registry, number);
  return say(context, registry, { word, rest, now });
}

interface Line {
  readonly line: string;
  readonly now: number;
}

/** The line as an answer to what is asked last. */
function answerTop(context: CommandContext, registry: Registry, { line, now }: Line): Heard {
  const state = context.getState();
  const layer = state.layers.at(-1);
  if (layer === undefined) return null;
  return answer(context, registry, { layer, question: questionOf(layer, state, registry, now), line });
}

interface Reply {
  readonly layer: Layer;
  readonly question: Question;
  readonly line: string;
}

function answer(context: CommandContext, registry: Registry, { layer, question, line }: Reply): Heard {
  const text = line.trim();
  if (text === '')
    return run(context, registry, [`${layer.type}-close`, `${layer.type}-drop`, `${layer.type}-skip`], 'esc');
  const number = numberOf(text);
  const chosen = number === null ? undefined : question.answers[number - 1];
  if (chosen !== undefined) {
    context.dispatch({ type: 'layer/replaced', layer: chosen.layer });
    if (chosen.command === null) return question.isList ? `${text}  ${chosen.words}` : null;
    return run(context, registry, [chosen.command], 'enter');
  }
  const said = saidInLayer(registry, { layer, question, line: text });
  if (said !== null) {
    if (said.layer !== layer) context.dispatch({ type: 'layer/replaced', layer: said.layer });
    runCommand(context, said.command);
    return null;
  }
  if (question.takesText && (number === null || question.answers.length === 0))
    return type(context, registry, layer, line);
  return question.answers.length === 0
    ? `There is no word "${text}" here.`
    : `Give a number from 1 to ${question.answers.length}${question.takesText ? ', or a text' : ''}; an empty line leaves.`;
}

interface SaidInLayer {
  readonly command: Command;
  /** With the row chosen that was named by its number. */
  readonly layer: Layer;
}

/** `pause`, or `pause 2` for that row. Where a text is asked for a word is text, unless there are rows that it can act on. */
function saidInLayer(registry: Registry, { layer, question, line }: Reply): SaidInLayer | null {
  const [, word = '', number] = /^([a-z-]+)(?:\s+(\d{1,7}))?$/.exec(line.toLowerCase()) ?? [];
  const command = registry.commands.find((each) => each.layer === layer.type && layerWord(each) === word);
  if (command === undefined || (question.takesText && (!question.isList || isStep(word)))) return null;
  const row = number === undefined ? undefined : question.answers[Number(number) - 1];
  if (number !== undefined && row === undefined) return null;
  return { command, layer: row?.layer ?? layer };
}

/** The whole field becomes this text. Where only text is asked for it is accepted at once. */
function type(context: CommandContext, registry: Registry, layer: Layer, text: string): Heard {
  context.dispatch({ type: 'layer/edited', edit: { type: 'end' } });
  context.dispatch({ type: 'layer/edited', edit: { type: 'delete-to-start' } });
  context.dispatch({ type: 'layer/edited', edit: { type: 'insert', text } });
  const isList = layer.type === 'help' || layer.type === 'palette' || layer.type === 'transfer';
  const accepting = ['accept', 'keep', 'done'].map((word) => `${layer.type}-${word}`);
  return isList ? null : run(context, registry, accepting, 'enter');
}

/** Runs the first of these that there is, whatever key it has; where there is none, this key is pressed. */
function run(context: CommandContext, registry: Registry, ids: readonly string[], key: string): Heard {
  const command = ids.map((id) => registry.byId(id)).find((each) => each !== undefined);
  if (command === undefined) pressKey(context, registry, { key });
  else runCommand(context, command);
  return null;
}

/** The cursor goes there; a folder is opened, of a file it is said what can be done with it. */
function openEntry(context: CommandContext, registry: Registry, number: number): Heard {
  if (!goToEntry(context, number)) return noEntry(context);
  const open = registry.byId('open');
  if (open !== undefined) runCommand(context, open);
  return null;
}

interface Said {
  readonly word: string;
  readonly rest: string;
  readonly now: number;
}

function say(context: CommandContext, registry: Registry, said: Said): Heard {
  const { word, rest } = said;
  if ((word === 'mark' || word === 'unmark') && rest !== '') return markEntries(context, rest, word === 'mark');
  const command = commandFor(registry, word);
  if (typeof command === 'string') return command;
  const meant = plainWord(command.id);
  if (meant === undefined) return `"${command.id}" cannot be said in plain mode.`;
  if ('refused' in meant) return meant.refused;
  if (meant.follows === 'entry') return actOnEntry(context, registry, { ...said, command });
  if (meant.follows === 'nothing' && rest !== '') return `Nothing can follow "${word}".`;
  runCommand(context, command);
  if (rest !== '') return answerTop(context, registry, { line: rest, now: said.now });
  if (CURSOR_STEPS.has(command.id)) return entryUnderCursor(context.getState(), said.now);
  return AFTERWARDS[command.id] ?? null;
}

/** `delete 3`, `rename 3 NAME`, and without a number what is marked, or under the cursor. */
function actOnEntry(
  context: CommandContext,
  registry: Registry,
  { word, rest, now, command }: Said & { readonly command: Command },
): Heard {
  const [, first, text = ''] = /^(\d{1,7})(?:\s+(.*))?$/s.exec(rest) ?? [];
  if (first === undefined && rest !== '') return `Give the number of the entry: ${word} 3.`;
  if (first !== undefined) {
    const { marks } = activePane(context.getState());
    if (marks.size > 0)
      return `${marks.size} entries are marked and would be meant: leave the number out, or "unmark all" first.`;
    if (!goToEntry(context, Number(first))) return noEntry(context);
  }
  runCommand(context, command);
  return text === '' ? null : answerTop(context, registry, { line: text, now });
}

/** The command of this word: its id, another name, a letter key, or what only one id begins with. Else what to say. */
function commandFor(registry: Registry, word: string): Command | string {
  const commands = registry.commands.filter(({ layer }) => layer === 'panes');
  const name = OTHER_NAMES[word.toLowerCase()] ?? word;
  const exact = commands.find(({ id }) => id === name.toLowerCase()) ?? registry.find('panes', name);
  if (exact !== undefined) return exact;
  const alike = commands.filter(({ id }) => id.startsWith(name.toLowerCase()));
  const [only] = alike;
  if (only !== undefined && alike.length === 1) return only;
  if (alike.length > 1) return `"${word}" could be ${alike.map(({ id }) => id).join(', ')}.`;
  return `There is no word "${word}"; "help" tells the words.`;
}

/** `3`, `2 5-7`, `all`: entries by number are marked or not. */
function markEntries(context: CommandContext, which: string, isMarked: boolean): Heard {
  const { active: side, ...state } = context.getState();
  const pane = state[side];
  const names = Array.from(pane.rows, (index) => pane.listing.name(index));
  const wanted = which === 'all' ? names : which.split(/[\s,]+/).flatMap((part) => ofRange(names, part));
  if (wanted.length === 0) return 'Say which: mark 3, mark 2 5-7, mark all.';
  context.dispatch({ type: 'pane/mark', side, names: wanted, isMarked });
  return null;
}

function ofRange(names: readonly string[], part: string): readonly string[] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(part);
  if (match === null) return [];
  const first = Number(match[1]);
  return names.slice(Math.max(0, first - 1), Number(match[2] ?? first));
}

function goToEntry(context: CommandContext, number: number): boolean {
  const state = context.getState();
  const pane = activePane(state);
  if (number < 1 || number > pane.rows.length) return false;
  context.dispatch({ type: 'pane/cursor', side: state.active, to: number - 1 + parentRows(pane) });
  return true;
}

function noEntry(context: CommandContext): string {
  const count = activePane(context.getState()).rows.length;
  return count === 0 ? 'There are no entries here.' : `Entries have the numbers 1 to ${count}.`;
}

function numberOf(word: string): number | null {
  return /^\d{1,7}$/.test(word) ? Number(word) : null;
}
