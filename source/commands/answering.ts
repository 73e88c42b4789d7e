import type { AppState } from '../state/app-state.ts';
import type { Layer, LayerType } from '../state/layers.ts';
import { isPart } from '../domain/entry.ts';
import type { TakenAnswer, TakenQuestion } from '../domain/transfer.ts';
import type { Command, CommandContext } from './command.ts';
import { takePicked } from './complete-path.ts';
import { TAKEN_POLICIES } from './copying.ts';
import { carryOut, startTransfer } from './intents.ts';

/** An answer to a taken name, and its words. */
export interface ConflictChoice {
  readonly choice: TakenAnswer['choice'];
  readonly label: string;
}

const RESUME: ConflictChoice = { choice: 'resume', label: 'Fetch the rest' };

const ALWAYS: readonly ConflictChoice[] = [
  { choice: 'skip', label: 'Skip' },
  { choice: 'keep-both', label: 'Keep both' },
  { choice: 'newer', label: 'Overwrite if newer' },
  { choice: 'overwrite', label: 'Overwrite' },
];

/**
 * The answers to a taken name in the order shown; the first destroys nothing and is the default. A part can be gone on
 * with on this machine alone: no cloud takes the rest of a file.
 */
export function conflictChoices({ source, target }: TakenQuestion): readonly ConflictChoice[] {
  const canGoOn = target.location.side === 'local' && source.location.side === 'cloud';
  return canGoOn && isPart(source.entry, target.entry) ? [...ALWAYS, RESUME] : ALWAYS;
}

/** The commands of the questions: accept, choose, close. */
export const answeringCommands: readonly Command[] = [
  ...(
    [
      'prompt',
      'confirm',
      'transfer',
      'help',
      'palette',
      'places',
      'accounts',
      'devices',
      'settings',
      'requests',
      'transfers',
      'sort',
      'choice',
    ] as const
  ).map(closing),
  on('prompt', {
    id: 'prompt-accept',
    title: 'Accept',
    keys: ['enter'],
    run(context, layer) {
      if (!takePicked(context, layer)) carryOut(context, layer.intent, layer.field.text);
    },
  }),
  on('confirm', { id: 'confirm-accept', title: 'Answer as shown', keys: ['enter'], run: acceptConfirm }),
  on('confirm', {
    id: 'confirm-choose',
    title: 'Choose the other answer',
    keys: ['tab', 'left', 'right', 'shift+tab', 'up', 'down'],
    run: (context, layer) => replace(context, { ...layer, isYes: !layer.isYes, error: null }),
  }),
  on('confirm', {
    id: 'confirm-yes',
    title: 'Yes',
    keys: ['y'],
    whyDisabled: whyTyping,
    run: (context, layer) => acceptConfirm(context, { ...layer, isYes: true }),
  }),
  on('confirm', {
    id: 'confirm-no',
    title: 'No',
    keys: ['n'],
    whyDisabled: whyTyping,
    run: (context, layer) => acceptConfirm(context, { ...layer, isYes: false }),
  }),
  on('choice', { id: 'choice-accept', title: 'Answer as shown', keys: ['enter'], run: acceptChoice }),
  on('choice', {
    id: 'choice-next',
    title: 'Next answer',
    keys: ['down', 'tab', 'right', 'j', 'l'],
    run: (context, layer) => replace(context, { ...layer, chosen: (layer.chosen + 1) % layer.choices.length }),
  }),
  on('choice', {
    id: 'choice-previous',
    title: 'Previous answer',
    keys: ['up', 'shift+tab', 'left', 'k', 'h'],
    run: (context, layer) =>
      replace(context, { ...layer, chosen: (layer.chosen + layer.choices.length - 1) % layer.choices.length }),
  }),
  on('transfer', { id: 'transfer-accept', title: 'Start', keys: ['enter'], run: startTransfer }),
  ...transferFields(),
  on('conflict', {
    id: 'conflict-next',
    title: 'Next answer',
    keys: ['right', 'tab', 'down', 'l', 'j'],
    run: (context, layer) => replace(context, { ...layer, choice: choiceAfter(layer, 1) }),
  }),
  on('conflict', {
    id: 'conflict-previous',
    title: 'Previous answer',
    keys: ['left', 'shift+tab', 'up', 'h', 'k'],
    run: (context, layer) => replace(context, { ...layer, choice: choiceAfter(layer, -1) }),
  }),
  on('conflict', {
    id: 'conflict-for-all',
    title: 'The same answer for the rest of the job',
    keys: ['a', 'space'],
    run: (context, layer) => replace(context, { ...layer, forAll: !layer.forAll }),
  }),
  on('conflict', {
    id: 'conflict-accept',
    title: 'Answer as shown',
    keys: ['enter'],
    run: (context, layer) => answer(context, layer, layer.choice),
  }),
  on('conflict', {
    id: 'conflict-skip',
    title: 'Skip this file',
    keys: ['esc'],
    run: (context, layer) => answer(context, { ...layer, forAll: false }, 0),
  }),
];

interface LayerCommand<Type extends LayerType> {
  readonly id: string;
  readonly title: string;
  readonly keys: readonly string[];
  readonly whyDisabled?: (state: AppState) => string | null;
  run(context: CommandContext, layer: Extract<Layer, { type: Type }>): void;
}

/** A command of one kind of layer, whose `run` is handed the layer. */
export function on<Type extends LayerType>(layer: Type, command: LayerCommand<Type>): Command {
  const run = (context: CommandContext): void => {
    const top = context.getState().layers.at(-1);
    if (top?.type === layer) command.run(context, top as Extract<Layer, { type: Type }>);
  };
  return { ...command, group: 'Questions', layer, run };
}

function closing(layer: LayerType): Command {
  return {
    id: `${layer}-close`,
    title: 'Close',
    group: 'Questions',
    layer,
    keys: takesLetters(layer) ? ['esc', 'f10'] : ['esc', 'f10', 'q'],
    run: (context) => context.dispatch({ type: 'layer/popped' }),
  };
}

function takesLetters(layer: LayerType): boolean {
  return ['prompt', 'confirm', 'transfer', 'help', 'palette', 'places'].includes(layer);
}

function acceptConfirm(context: CommandContext, layer: Extract<Layer, { type: 'confirm' }>): void {
  if (layer.mustType !== null && layer.field.text === layer.mustType) {
    carryOut(context, layer.intent, layer.field.text);
  } else if (layer.mustType !== null && (layer.isYes || layer.field.text !== '')) {
    replace(context, { ...layer, error: 'That is not its name' });
  } else if (layer.isYes) {
    carryOut(context, layer.intent, '');
  } else {
    context.dispatch({ type: 'layer/popped' });
  }
}

function acceptChoice(context: CommandContext, { choices, chosen }: Extract<Layer, { type: 'choice' }>): void {
  const intent = choices[chosen]?.intent ?? null;
  if (intent === null) context.dispatch({ type: 'layer/popped' });
  else carryOut(context, intent, '');
}

function whyTyping(state: AppState): string | null {
  const top = state.layers.at(-1);
  return top?.type === 'confirm' && top.mustType !== null ? 'Type the name' : null;
}

function answer(context: CommandContext, layer: Extract<Layer, { type: 'conflict' }>, index: number): void {
  const { choice } = conflictChoices(layer.question)[index] ?? { choice: 'skip' as const };
  context.dispatch({ type: 'question/answered', questionId: layer.question.id });
  context.engine.answer(layer.question.id, { choice, forAll: layer.forAll });
}

function choiceAfter({ question, choice }: Extract<Layer, { type: 'conflict' }>, step: number): number {
  const { length } = conflictChoices(question);
  return (choice + step + length) % length;
}

/** The two fields of copy and move: Tab goes between them; in the policy's the arrows choose, in the text's they move. */
function transferFields(): readonly Command[] {
  const toOther = (id: string, title: string, keys: readonly string[]): Command =>
    on('transfer', {
      id,
      title,
      keys,
      run: (context, layer) => replace(context, { ...layer, focus: layer.focus === 'target' ? 'taken' : 'target' }),
    });
  const choose = (id: string, title: string, keys: readonly string[], step: 1 | -1): Command =>
    on('transfer', {
      id,
      title,
      keys,
      run(context, layer) {
        if (layer.focus === 'taken') replace(context, { ...layer, taken: policyAfter(layer.taken, step), error: null });
        else context.dispatch({ type: 'layer/edited', edit: { type: step > 0 ? 'right' : 'left' } });
      },
    });
  return [
    toOther('transfer-next', 'Next field', ['tab', 'down']),
    toOther('transfer-previous', 'Previous field', ['shift+tab', 'up']),
    choose('transfer-policy', 'What to do with taken names', ['right', 'space'], 1),
    choose('transfer-policy-back', 'What to do with taken names, backwards', ['left'], -1),
  ];
}

function policyAfter(policy: (typeof TAKEN_POLICIES)[number], step: number): (typeof TAKEN_POLICIES)[number] {
  const at = TAKEN_POLICIES.indexOf(policy) + step + TAKEN_POLICIES.length;
  return TAKEN_POLICIES[at % TAKEN_POLICIES.length] ?? 'ask';
}

function replace(context: CommandContext, layer: Layer): void {
  context.dispatch({ type: 'layer/replaced', layer });
}
