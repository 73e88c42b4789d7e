import { conflictChoices } from '../../commands/answering.ts';
import { TAKEN_POLICIES } from '../../commands/copying.ts';
import type { Command } from '../../commands/command.ts';
import { listedCommands } from '../../commands/finding.ts';
import type { Registry } from '../../commands/registry.ts';
import { factsIn } from '../../state/details-layer.ts';
import type { AppState } from '../../state/app-state.ts';
import { rowHolding } from '../../state/jump.ts';
import { takesText, type Layer } from '../../state/layers.ts';
import { activePane } from '../../state/selectors.ts';
import { nameOf } from '../../domain/location.ts';
import { safeText } from '../../domain/safe-text.ts';
import { layerContent } from '../layer-content.ts';
import { POLICY_WORDS } from '../layers/transfer.ts';
import { hasCursor, isButton, isListRow } from '../hit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { entryUnderCursor } from './list-lines.ts';
import { jobSentence, requestSentence } from './news-words.ts';

/** What a numbered answer does: the layer is put so, then this command runs; null runs none. */
export interface Answer {
  readonly words: string;
  readonly layer: Layer;
  readonly command: string | null;
}

/** An open layer as it is read out. */
export interface Question {
  readonly lines: readonly string[];
  /** Numbered from 1. */
  readonly answers: readonly Answer[];
  /** What else can be said, each a word for a command of the layer. */
  readonly words: readonly string[];
  /** A line that is no answer is text for it. */
  readonly takesText: boolean;
  /** Told again only when the layer itself is another: its answers may change while it is open. */
  readonly isList: boolean;
}

/** The top layer as lines to read and answers to give. Answers that destroy nothing come first, as on the screen. */
export function questionOf(layer: Layer, shown: AppState, registry: Registry, now: number): Question {
  if (layer.type === 'viewer') return viewerQuestion(layer);
  if (layer.type === 'jump' && !layer.isTyping) return jumpQuestion(layer, shown, now);
  // Lists are told whole, whatever a screen would have room for.
  const state = { ...shown, size: WHOLE };
  const answers = answersOf(layer, state, registry, now);
  const isList = answers !== null && 'cursor' in layer;
  // Of a list the rows are the answers; where there are none it says why.
  const isEmpty = isList && answers.length === 0;
  const content = isList && !(isEmpty && !takesText(layer)) ? null : layerContent(layer, state, registry, now);
  const lines = content === null ? [titleOf(layer, state, registry, now)] : contentLines(content);
  if (isEmpty && takesText(layer)) lines.push('Nothing is found by that.');
  return {
    lines: lines.filter((line) => line !== ''),
    answers: answers ?? [],
    words: isPlainQuestion(layer) ? [] : wordsOf(layer, registry),
    takesText: takesText(layer),
    isList,
  };
}

/** A page of a file; the words that go on are fewer than the keys of a screen. */
function viewerQuestion({ view, source }: LayerOf<'viewer'>): Question {
  const rows = view.rows.map((row) => row.map(({ text }) => text).join(''));
  const words = ['page-down', 'page-up', 'start', 'end', 'find', 'next', 'go', 'mode', 'encoding', 'close'];
  const place = view.size === null ? '' : `, bytes ${view.offset} to ${view.end} of ${view.size}`;
  const lines = view.state === 'waiting' ? [] : [`${safeText(nameOf(source.location))}${place}.`, ...rows];
  return { lines, answers: [], words: view.state === 'waiting' ? [] : words, takesText: false, isList: false };
}

/** Where the jump has led; its words go on from there. */
function jumpQuestion({ field }: LayerOf<'jump'>, state: AppState, now: number): Question {
  const pane = activePane(state);
  const isFound = rowHolding(pane, field.text, { from: pane.cursor, step: 1 }) !== null;
  const words = isFound ? ['next', 'previous', 'close'] : [];
  const line = isFound ? entryUnderCursor(state, now) : `No name here holds "${field.text}"; an empty line leaves.`;
  return { lines: [line], answers: [], words, takesText: false, isList: false };
}

/** The word that a command of a layer is called by: its id without the layer's name. */
export function layerWord({ id, layer }: Command): string {
  return id.startsWith(`${layer}-`) ? id.slice(layer.length + 1) : id;
}

function titleOf(layer: Layer, state: AppState, registry: Registry, now: number): string {
  const title = TITLES[layer.type] ?? layerContent(layer, state, registry, now)?.title ?? '';
  return title === '' || /[.:]$/.test(title) ? title : `${title}.`;
}

const WHOLE = { columns: 100, rows: 10_000 };

const TITLES: Readonly<Partial<Record<Layer['type'], string>>> = {
  help: 'What can be done now. A number does it; a text finds.',
  palette: 'What can be done now. A number does it; a text finds.',
  requests: 'Requests, the newest last. A number chooses one.',
  transfers: 'Transfers. A number chooses one.',
  details: 'Details. A number copies one.',
  filter: 'Filter: type what the names shall hold.',
  'view-ask': 'What to look for, or where to go.',
  jump: 'Jump to: type what the name begins with.',
  sort: 'Sort by:',
};

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

/** Answers of the questions that have some; null where the layer's own words are all there is. */
function answersOf(layer: Layer, state: AppState, registry: Registry, now: number): readonly Answer[] | null {
  if (layer.type === 'confirm') return confirmAnswers(layer);
  if (layer.type === 'choice') {
    return layer.choices.map(({ label }, chosen) => ({
      words: label,
      layer: { ...layer, chosen },
      command: 'choice-accept',
    }));
  }
  if (layer.type === 'conflict') return [false, true].flatMap((forAll) => conflictAnswers({ ...layer, forAll }));
  if (layer.type === 'transfer') return transferAnswers(layer);
  if (layer.type === 'help' || layer.type === 'palette') return commandAnswers(layer, state, registry);
  if (layer.type === 'requests') {
    return state.requests.map((record, at) => row(layer, at, requestSentence(record, now)));
  }
  if (layer.type === 'details') {
    return factsIn(layer).map(({ name, value }, cursor) => ({
      words: `${name}: ${value}`,
      layer: { ...layer, cursor },
      command: 'details-copy',
    }));
  }
  if (layer.type === 'transfers') return state.jobs.map((job, at) => row(layer, at, jobSentence(job)));
  return hasCursor(layer) ? listAnswers(layer, layerContent(layer, state, registry, now), registry) : null;
}

/** The rows of any other list, each chosen and taken. */
function listAnswers(
  layer: Extract<Layer, { cursor: number }>,
  content: PanelContent | null,
  registry: Registry,
): readonly Answer[] {
  const command = registry.find(layer.type, 'enter')?.id ?? null;
  const rows = (content?.lines ?? []).filter(isListRow);
  return rows.map((spans, cursor) => ({ words: rowWords(textOf(spans)), layer: { ...layer, cursor }, command }));
}

/** A row of a list without its cursor and the blanks that make columns of it. */
function rowWords(row: string): string {
  const words = row.slice(2).replaceAll(/[‹›▰▱]/g, '');
  const isInUse = words.startsWith('* ');
  const facts = words.replace('* ', '').trim().split(/ {2,}/);
  return [...facts, ...(isInUse ? ['in use'] : [])].join(', ');
}

function confirmAnswers(layer: LayerOf<'confirm'>): readonly Answer[] {
  if (layer.mustType !== null) return [];
  return [
    { words: layer.no, layer: { ...layer, isYes: false }, command: 'confirm-accept' },
    { words: layer.yes, layer: { ...layer, isYes: true }, command: 'confirm-accept' },
  ];
}

function conflictAnswers(layer: LayerOf<'conflict'>): readonly Answer[] {
  const tail = layer.forAll ? ', and the same for the rest of this job' : '';
  return conflictChoices(layer.question).map(({ label }, choice) => ({
    words: label + tail,
    layer: { ...layer, choice },
    command: 'conflict-accept',
  }));
}

function transferAnswers(layer: LayerOf<'transfer'>): readonly Answer[] {
  return [
    { words: 'Leave', layer, command: 'transfer-close' },
    { words: 'Start', layer, command: 'transfer-accept' },
    ...TAKEN_POLICIES.filter((taken) => taken !== layer.taken).map((taken) => ({
      words: `Taken names: ${POLICY_WORDS[taken]}`,
      layer: { ...layer, taken, error: null },
      command: null,
    })),
  ];
}

/** The commands that can run now, without those that only move a cursor on a screen. */
function commandAnswers(
  layer: LayerOf<'help'> | LayerOf<'palette'>,
  state: AppState,
  registry: Registry,
): readonly Answer[] {
  const answers: Answer[] = [];
  for (const [cursor, command] of listedCommands(
    registry.commands,
    layer.filter.text,
    layer.type,
    layer.of,
  ).entries()) {
    const { id, title, whyDisabled } = command;
    if (STEPS.has(id) || (whyDisabled?.(state) ?? null) !== null) continue;
    answers.push({ words: `${id}: ${title}`, layer: { ...layer, cursor }, command: `${layer.type}-run` });
  }
  return answers;
}

function row(layer: LayerOf<'requests'> | LayerOf<'transfers'>, cursor: number, words: string): Answer {
  return { words, layer: { ...layer, cursor }, command: null };
}

function isPlainQuestion({ type }: Layer): boolean {
  return type === 'confirm' || type === 'choice' || type === 'conflict' || type === 'transfer' || type === 'prompt';
}

function wordsOf(layer: Layer, registry: Registry): readonly string[] {
  return registry.commands
    .filter((command) => command.layer === layer.type && !STEPS.has(layerWord(command)))
    .map((command) => `${layerWord(command)} (${command.title})`);
}

/** A number says where to go: steps would only be more to listen to. */
const STEPS = new Set(
  [
    'up down page-up page-down half-page-down half-page-up first last next previous run accept',
    'palette suspend single-pane mark mark-up mark-down mark-to-first mark-to-last',
  ].flatMap((words) => words.split(' ')),
);

function textOf(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}

/** True for a word that only steps through a list. */
export function isStep(word: string): boolean {
  return STEPS.has(word);
}

/** What a panel says, without the buttons and hints for keys that stand below it on a screen. */
function contentLines({ title, lines }: PanelContent): string[] {
  const said = lines.filter((spans) => !spans.some(isButton) && !spans.every(({ look }) => look === 'faint'));
  return [`${title}.`, ...said.map((spans) => textOf(spans).trim())];
}
