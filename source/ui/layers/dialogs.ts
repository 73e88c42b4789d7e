import type { Registry } from '../../commands/registry.ts';
import { conflictChoices } from '../../commands/answering.ts';
import { formatBytes, formatTime } from '../../domain/format.ts';
import type { JobSource } from '../../domain/transfer.ts';
import { nameOf, shortPath } from '../../domain/location.ts';
import type { Layer } from '../../state/layers.ts';
import { fitMiddle, widthOf, wrap } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { candidateLines } from './candidates.ts';
import { amountWords } from '../pane-words.ts';
import { fieldLine } from './field-line.ts';
import { hintLines, hintWords, type Hint } from './hints.ts';

const WIDTH = 64;
/** Below this width a side of a conflict is told without its path. */
const ROOMY = 50;
const MOST_ERROR_LINES = 4;

/** The columns and rows a panel may take. */
interface Room {
  readonly width: number;
  readonly height: number;
}

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

const PROMPT_HINTS: readonly Hint[] = [
  ['prompt-accept', 'accepts'],
  ['prompt-close', 'leaves'],
];
const PATH_HINTS: readonly Hint[] = [
  ['prompt-complete', 'completes'],
  ['prompt-accept', 'accepts'],
];
const TYPED_HINTS: readonly Hint[] = [
  ['confirm-accept', 'deletes once the name is right'],
  ['confirm-close', 'leaves'],
];

/** One line of text is asked for. */
export function promptContent(
  layer: LayerOf<'prompt'>,
  registry: Registry,
  { width: room, height }: Room,
): PanelContent {
  const width = Math.min(WIDTH, room);
  const label = wrap(layer.label, width).map(plain);
  const error = errorLines(layer.error, width);
  // The frame, the line itself, two empty ones and the hint.
  const left = height - label.length - error.length - 4;
  return {
    title: layer.title,
    width,
    lines: [
      ...label,
      fieldLine(layer.field, width),
      ...error,
      ...(layer.completion === undefined ? [] : candidateLines(layer.field, layer.completion, { width, height: left })),
      [],
      ...hintLines(registry, layer.completion === undefined ? PROMPT_HINTS : PATH_HINTS, width),
    ],
  };
}

/** Yes or no; the safe answer stands first and is chosen at the start. */
export function confirmContent(layer: LayerOf<'confirm'>, registry: Registry, room: number): PanelContent {
  const width = Math.min(WIDTH, room);
  const typed: readonly (readonly Span[])[] =
    layer.mustType === null ? [] : [[], plain(`Type ${layer.mustType} to delete it:`), fieldLine(layer.field, width)];
  const buttons: readonly (readonly Span[])[] =
    layer.mustType === null
      ? [[button(layer.no, !layer.isYes), { text: '   ' }, button(layer.yes, layer.isYes), END]]
      : hintLines(registry, TYPED_HINTS, width);
  return {
    title: layer.title,
    width,
    isAlarming: layer.intent.type === 'delete',
    lines: [
      ...(layer.amount === undefined ? [] : [plain(amountWords(layer.amount))]),
      ...layer.lines.flatMap((line) => wrap(line, width)).map(plain),
      ...typed,
      ...errorLines(layer.error, width),
      [],
      ...buttons,
    ],
  };
}

/** One of several answers, one a line. */
export function choiceContent(layer: LayerOf<'choice'>, room: number): PanelContent {
  const width = Math.min(WIDTH, room);
  return {
    title: layer.title,
    width,
    lines: [
      ...layer.lines.flatMap((line) => wrap(line, width)).map(plain),
      [],
      ...layer.choices.map(({ label }, at) => [button(label, at === layer.chosen), END]),
    ],
  };
}

/** A taken name: both sides, then the answers. */
export function conflictContent(
  layer: LayerOf<'conflict'>,
  room: number,
  { registry, now, home }: { readonly registry: Registry; readonly now: number; readonly home: string },
): PanelContent {
  const width = Math.min(WIDTH + 8, room);
  const { question } = layer;
  const isRoomy = width >= ROOMY;
  const forAll = hintWords(
    registry,
    [['conflict-for-all', isRoomy ? 'the same for the rest of this job' : 'the same for the rest']],
    ': ',
  );
  const side = ({ location, entry }: JobSource): string =>
    isRoomy ? `${factWords(entry, now)}  ${shortPath(location, home)}` : factWords(entry, now);
  return {
    title: 'The name is taken',
    width,
    lines: [
      plain(nameOf(question.target.location)),
      ...(isRoomy ? [[]] : []),
      plain(`new    ${side(question.source)}`),
      plain(`there  ${side(question.target)}`),
      plain(sameWords(question.sameContent)),
      [],
      ...buttonLines(
        conflictChoices(question).map(({ label }, at) => button(label, at === layer.choice)),
        width,
      ),
      [{ text: `${layer.forAll ? '[x]' : '[ ]'} ${forAll}` }],
    ],
  };
}

/** Buttons beside each other, in as many lines as they need. */
function buttonLines(buttons: readonly Span[], width: number): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  let room = width;
  for (const each of buttons) {
    const columns = widthOf(each.text) + 1;
    if (columns > room + 1 && lines.at(-1)?.length !== 0) {
      lines.push([]);
      room = width;
    }
    lines.at(-1)?.push(each, { text: ' ' });
    room -= columns;
  }
  return lines;
}

function factWords(entry: JobSource['entry'], now: number): string {
  const size = entry.size === null ? 'no size' : formatBytes(entry.size);
  const time = entry.modifiedAt === null ? '' : formatTime(entry.modifiedAt, now);
  return `${size.padStart(9)}  ${time}`;
}

function sameWords(isSame: boolean | null): string {
  if (isSame === null) return 'It is not known whether the contents are the same.';
  return isSame ? 'The contents are the same.' : 'The contents differ.';
}

/** Fills the line, so that a button is no wider than its words. */
const END: Span = { text: '' };

function button(label: string, isChosen: boolean): Span {
  return isChosen ? { text: `[> ${label} <]`, look: 'chosen' } : { text: `[  ${label}  ]` };
}

function plain(text: string): readonly Span[] {
  return [{ text }];
}

function errorLines(error: string | null, width: number): readonly (readonly Span[])[] {
  if (error === null) return [];
  // What was typed may be of any length: the reason, which comes last, has to show.
  const words = fitMiddle(`✗ ${error}`, width * MOST_ERROR_LINES).trimEnd();
  return wrap(words, width).map((text) => [{ text, look: 'error' }] as const);
}
