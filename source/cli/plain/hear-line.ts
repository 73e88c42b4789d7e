import type { Command, CommandContext } from '../../commands/command.ts';
import { pressKey } from '../../commands/press-key.ts';
import type { Registry } from '../../commands/registry.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Layer } from '../../state/layers.ts';
import { parentRows } from '../../state/pane.ts';
import { activePane } from '../../state/selectors.ts';
import { layerWord, questionOf, type Question } from '../../ui/plain/question.ts';

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
  const state = context.getState();
  const top = state.layers.at(-1);
  if (top !== undefined) {
    const question = questionOf(top, state, registry, now);
    return answer(context, registry, { layer: top, question, line });
  }
  const [word = '', ...rest] = line.trim().split(/\s+/);
  const number = numberOf(word);
  if (number !== null) return openEntry(context, registry, number);
  return say(context, registry, { word, rest: rest.join(' ') });
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
    return chosen.command === null ? `${text}  ${chosen.words}` : run(context, registry, [chosen.command], 'enter');
  }
  const command = registry.commands.find((each) => each.layer === layer.type && layerWord(each) === text.toLowerCase());
  if (command !== undefined && !question.takesText) {
    runCommand(context, command);
    return null;
  }
  if (question.takesText && (number === null || question.answers.length === 0))
    return type(context, registry, layer, line);
  return question.answers.length === 0
    ? `There is no word "${text}" here.`
    : `Give a number from 1 to ${question.answers.length}${question.takesText ? ', or a text' : ''}; an empty line leaves.`;
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
}

function say(context: CommandContext, registry: Registry, { word, rest }: Said): Heard {
  if (word === 'mark' || word === 'unmark') return markEntries(context, rest, word === 'mark');
  const command = commandFor(registry, word);
  if (typeof command === 'string') return command;
  const [first = '', ...others] = rest.split(' ');
  const number = numberOf(first);
  if (number !== null) {
    const { marks } = activePane(context.getState());
    if (marks.size > 0)
      return `${marks.size} entries are marked and would be meant: leave the number out, or "unmark all" first.`;
    if (!goToEntry(context, number)) return noEntry(context);
  }
  runCommand(context, command);
  const text = number === null ? rest : others.join(' ');
  const top = context.getState().layers.at(-1);
  if (text !== '' && top?.type === 'prompt') return type(context, registry, top, text);
  return null;
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
  const count = context.getState()[side].marks.size;
  return count === 1 ? '1 entry is marked.' : `${count} entries are marked.`;
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
