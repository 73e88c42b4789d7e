import { Text } from 'ink';
import { memo, type ReactNode } from 'react';
import type { Registry } from '../commands/registry.ts';
import type { AppState } from '../state/app-state.ts';
import { useAppState } from './store-context.tsx';
import { THEME } from './theme.ts';

const SLOTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** The key bar, printed from the registry; a label whose command cannot run now is dim. */
export function KeyBar({ registry, width }: { readonly registry: Registry; readonly width: number }): ReactNode {
  // A string, so that the bar is drawn again only when it says something else.
  const disabled = useAppState((state) => disabledSlots(registry, state));
  return <KeyBarLine registry={registry} width={width} disabled={disabled} />;
}

interface KeyBarLineProps {
  readonly registry: Registry;
  readonly width: number;
  /** The slots whose command cannot run, joined by commas. */
  readonly disabled: string;
}

const KeyBarLine = memo(({ registry, width, disabled }: KeyBarLineProps): ReactNode => {
  const dim = new Set(disabled.split(','));
  const labels = labelsThatFit(registry, width - 1);
  const used = labels.reduce((sum, label) => sum + columnsOf(label), 1);
  return (
    <Text wrap="truncate">
      {' '}
      {labels.map(({ slot, label }) => (
        <Text key={slot}>
          <Text {...THEME.key}>{slot}</Text>
          <Text {...(dim.has(String(slot)) ? THEME.faint : THEME.plain)}>{` ${label}  `}</Text>
        </Text>
      ))}
      {' '.repeat(Math.max(0, width - used))}
    </Text>
  );
});
KeyBarLine.displayName = 'KeyBarLine';

interface SlotLabel {
  readonly slot: number;
  readonly label: string;
}

function labelsThatFit(registry: Registry, width: number): readonly SlotLabel[] {
  const labels: SlotLabel[] = [];
  let room = width;
  for (const slot of SLOTS) {
    const label = registry.inBar(slot)?.bar?.label;
    if (label === undefined) continue;
    room -= columnsOf({ slot, label });
    if (room < 0) break;
    labels.push({ slot, label });
  }
  return labels;
}

function columnsOf({ slot, label }: SlotLabel): number {
  return `${slot} ${label}  `.length;
}

function disabledSlots(registry: Registry, state: AppState): string {
  return SLOTS.filter((slot) => (registry.inBar(slot)?.whyDisabled?.(state) ?? null) !== null).join(',');
}
