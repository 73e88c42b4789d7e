import type { Registry } from '../../commands/registry.ts';
import { formatBytes } from '../../domain/format.ts';
import { parentOf, shortPath } from '../../domain/location.ts';
import type { JobSource, TakenPolicy } from '../../domain/transfer.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import { transferRoom, type TransferRoom } from '../../state/transfer-room.ts';
import { fitMiddle, wrap } from '../fit.ts';
import { JOB_VERBS } from '../job-words.ts';
import { ghostGauge, amountWords } from '../pane-words.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { fieldLine } from './field-line.ts';
import { hintLines } from './hints.ts';

type TransferLayer = Extract<Layer, { type: 'transfer' }>;
type Line = readonly Span[];

const WIDTH = 70;
const LABEL_WIDTH = 15;
const GAUGE_CELLS = 16;
/** Below this width the gauge gives way to the words. */
const ROOMY = 50;

/** Copy or move: what, from where, where to, what to do with taken names, and whether it fits. */
export function transferContent(layer: TransferLayer, state: AppState, registry: Registry, room: Room): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const fieldWidth = Math.max(8, width - LABEL_WIDTH);
  const onTarget = layer.focus === 'target';
  const errors =
    layer.error === null ? [] : wrap(`✗ ${layer.error}`, width).map((text): Line => [{ text, look: 'error' }]);
  const hints = hintLines(
    registry,
    [
      ['transfer-accept', 'starts'],
      ['transfer-next', 'next field'],
      ['transfer-close', 'leaves'],
    ],
    width,
  );
  const facts: readonly Line[] = [
    [{ text: whatWords(layer.sources) }],
    [{ text: amountWords(layer.amount), look: 'faint' }],
    [label('From:', false), { text: fitMiddle(fromWords(layer.sources, state.home), fieldWidth) }],
  ];
  const fields: readonly Line[] = [
    [
      label('To:', onTarget),
      ...(onTarget ? fieldLine(layer.field, fieldWidth) : [{ text: fitMiddle(layer.field.text, fieldWidth) }]),
    ],
    [
      label('Taken names:', !onTarget),
      { text: onTarget ? POLICY_WORDS[layer.taken] : `‹ ${POLICY_WORDS[layer.taken]} ›`, look: 'key' },
    ],
  ];
  const taken = transferRoom(state, layer);
  // Why Enter was refused says the same, and what to do.
  const isSaid = taken?.fits === false && layer.error !== null;
  const space = isSaid ? [] : roomLines(taken, layer.amount.isWhole, width);
  const fixed = fields.length + errors.length + hints.length;
  const shown = facts.slice(0, Math.max(1, room.height - fixed - space.length));
  const gap: readonly Line[] = room.height > fixed + space.length + shown.length ? [[]] : [];
  return {
    title: JOB_VERBS[layer.kind],
    width,
    lines: [...shown, ...fields, ...space, ...errors, ...gap, ...hints],
  };
}

interface Room {
  readonly width: number;
  readonly height: number;
}

export const POLICY_WORDS: Readonly<Record<TakenPolicy, string>> = {
  ask: 'ask me',
  overwrite: 'overwrite',
  skip: 'skip',
  resume: 'fetch the rest of a part',
  newer: 'overwrite if newer',
  'keep-both': 'keep both',
  fail: 'stop that file',
};

function label(text: string, hasFocus: boolean): Span {
  return { text: `${hasFocus ? '> ' : '  '}${text}`.padEnd(LABEL_WIDTH), look: hasFocus ? 'key' : 'plain' };
}

function whatWords(sources: readonly JobSource[]): string {
  const [first, second] = sources.map(({ entry }) => entry.name + (entry.kind === 'folder' ? '/' : ''));
  if (sources.length === 1) return first ?? '';
  return sources.length === 2 ? `${first} and ${second}` : `${first}, ${second} and ${sources.length - 2} more`;
}

function fromWords(sources: readonly JobSource[], home: string): string {
  const [first] = sources;
  const parent = first === undefined ? null : parentOf(first.location);
  return parent === null ? '' : shortPath(parent, home) || 'the list of volumes';
}

/** How full the cloud is and what this adds to it; a refusal where it does not fit. */
function roomLines(room: TransferRoom | null, isWhole: boolean, width: number): readonly Line[] {
  if (room === null) return [];
  const { needed, quota, fits } = room;
  const free = formatBytes(Math.max(0, quota.total - quota.used));
  if (!fits) {
    const words = `✗ it does not fit: ${formatBytes(needed)}, and ${free} are free of ${formatBytes(quota.total)}`;
    return wrap(words, width).map((text): Line => [{ text, look: 'error' }]);
  }
  const cells = width < ROOMY ? GAUGE_CELLS / 2 : GAUGE_CELLS;
  const gauge = ghostGauge(quota, needed, cells);
  const isRoomy = width >= ROOMY;
  const takes = `${isRoomy ? 'takes ' : ''}${isWhole ? '' : isRoomy ? 'at least ' : '> '}${formatBytes(needed)} of ${free} free`;
  return [[{ text: fitMiddle(takes, Math.min(takes.length, width - cells - 1)) }, { text: ` ${gauge}` }]];
}
