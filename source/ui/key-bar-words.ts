import type { Command } from '../commands/command.ts';
import { keyLabel } from '../commands/key-label.ts';
import type { Registry } from '../commands/registry.ts';
import type { BarLayer } from '../state/layers.ts';
import type { AppState } from '../state/app-state.ts';
import type { LookLine } from './theme.ts';

const WIDE_GAP = 2;
const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** Which slots stay where there is no room for all, the dearest first: help and the menu lead to the rest. */
const DEAREST: Readonly<Record<BarLayer, readonly number[]>> = {
  panes: [1, 2, 10, 5, 8, 3, 6, 4, 7, 9],
  viewer: [1, 10, 7, 2, 4, 5, 8],
};

export interface KeyBarProps {
  readonly registry: Registry;
  /** Whose keys they are. */
  readonly layer: BarLayer;
  /** Columns. */
  readonly width: number;
}

/** The slots whose command cannot run now, joined by commas. */
export function disabledSlots(registry: Registry, layer: BarLayer, state: AppState): string {
  return SLOTS.filter((slot) => (registry.inBar(slot, layer)?.whyDisabled?.(state) ?? null) !== null).join(',');
}

/** The key bar in pieces of one look each, as wide as the screen; as many labels as fit. `disabled` is as above. */
export function keyBarPieces({ registry, layer, width }: KeyBarProps, disabled: string): readonly LookLine[] {
  const dim = new Set(disabled.split(','));
  const { labels, gap } = labelsThatFit({ registry, layer, width: width - 1 });
  const used = labels.reduce((sum, label) => sum + columnsOf(label, gap), 1);
  return [
    { text: ' ', look: 'plain' },
    ...labels.flatMap(({ slot, key, label }): LookLine[] => [
      { text: key, look: 'key' },
      { text: ` ${label}${' '.repeat(gap)}`, look: dim.has(String(slot)) ? 'faint' : 'plain' },
    ]),
    { text: ' '.repeat(Math.max(0, width - used)), look: 'plain' },
  ];
}

/** The slot whose label stands in this column of the bar; null where none does. */
export function slotAt(props: KeyBarProps, column: number): number | null {
  let end = 1;
  const { labels, gap } = labelsThatFit({ ...props, width: props.width - 1 });
  for (const label of labels) {
    const start = end;
    end += columnsOf(label, gap);
    // The blanks after a label are nobody's.
    if (column >= start && column < end - gap) return label.slot;
  }
  return null;
}

interface SlotLabel {
  readonly slot: number;
  readonly key: string;
  readonly label: string;
}

interface FittedLabels {
  readonly labels: readonly SlotLabel[];
  /** Blanks after each: where they do not all fit by two, they stand closer. */
  readonly gap: number;
}

function labelsThatFit({ registry, layer, width }: KeyBarProps): FittedLabels {
  const all: SlotLabel[] = [];
  for (const slot of SLOTS) {
    const command = registry.inBar(slot, layer);
    if (command?.bar === undefined || command.keys.length === 0) continue;
    all.push({ slot, key: keyInBar(command), label: command.bar.label });
  }
  const widthWith = (gap: number): number => all.reduce((sum, label) => sum + columnsOf(label, gap), 0);
  const gap = widthWith(WIDE_GAP) <= width ? WIDE_GAP : 1;
  const kept = dearestWithin(all, { gap, order: DEAREST[layer], width });
  return { labels: all.filter((label) => kept.has(label)), gap };
}

/** As many labels as fit, the dearest first, each that has room. */
function dearestWithin(
  labels: readonly SlotLabel[],
  { gap, order, width }: { readonly gap: number; readonly order: readonly number[]; readonly width: number },
): ReadonlySet<SlotLabel> {
  const dearest = labels.toSorted((one, other) => order.indexOf(one.slot) - order.indexOf(other.slot));
  let room = width;
  const kept = new Set<SlotLabel>();
  for (const label of dearest) {
    const columns = columnsOf(label, gap);
    if (columns > room) continue;
    room -= columns;
    kept.add(label);
  }
  return kept;
}

/** The command's first key; of the function key of its slot the digit alone. */
function keyInBar({ keys, bar }: Command): string {
  const key = keys[0] ?? '';
  return key === `f${bar?.slot}` ? String(bar?.slot) : keyLabel(key);
}

function columnsOf({ key, label }: SlotLabel, gap: number): number {
  return `${key} ${label}`.length + gap;
}
