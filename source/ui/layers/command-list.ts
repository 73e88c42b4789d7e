import type { Command } from '../../commands/command.ts';
import { listedCommands } from '../../commands/finding.ts';
import { keyLabel } from '../../commands/key-label.ts';
import type { Registry } from '../../commands/registry.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import { fitLeft } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { fieldLine } from './field-line.ts';
import { hintWords } from './hints.ts';
import { rowsAround } from './rows-around.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

type FindingLayer = Extract<Layer, { type: 'help' | 'palette' }>;

const WIDTH = 90;
const KEYS_WIDTH = 22;
/** Search line, blank line, hint. */
const OTHER_LINES = 3;

/** Help by groups, or the palette by what fits best: each command with its keys, and why it cannot run now. */
export function commandsContent(layer: FindingLayer, registry: Registry, state: AppState, room: Room): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const commands = listedCommands(registry.commands, layer.filter.text, layer.type, layer.of);
  const { rows, cursorRow } = commandRows(commands, { layer, state, width });
  const search: readonly Span[] = [{ text: 'Search: ' }, ...fieldLine(layer.filter, width - 8)];
  const none: readonly Span[] = [{ text: 'No command is found by that', look: 'faint' }];
  const shown = rows.length === 0 ? [none] : rowsAround(rows, cursorRow, room.height - OTHER_LINES);
  const hints = hintWords(registry, [
    [`${layer.type}-run`, 'runs it'],
    [`${layer.type}-close`, 'closes'],
  ]);
  return {
    title: layer.type === 'help' ? 'Help' : 'Commands',
    width,
    lines: [search, [], ...shown, [{ text: hints, look: 'faint' }]],
  };
}

interface RowParts {
  readonly layer: FindingLayer;
  readonly state: AppState;
  readonly width: number;
}

function commandRows(commands: readonly Command[], { layer, state, width }: RowParts) {
  const rows: (readonly Span[])[] = [];
  let cursorRow = 0;
  for (const [at, command] of commands.entries()) {
    const isNewGroup = layer.type === 'help' && command.group !== commands[at - 1]?.group;
    if (isNewGroup) rows.push([{ text: command.group, look: 'head' }]);
    if (at === layer.cursor) cursorRow = rows.length;
    rows.push(commandRow(command, { isUnderCursor: at === layer.cursor, state, width }));
  }
  return { rows, cursorRow };
}

function commandRow(
  { title, keys, whyDisabled }: Command,
  {
    isUnderCursor,
    state,
    width,
  }: { readonly isUnderCursor: boolean; readonly state: AppState; readonly width: number },
): readonly Span[] {
  const names = fitLeft(keys.map(keyLabel).join(' '), Math.min(KEYS_WIDTH, Math.floor(width / 4)));
  const reason = whyDisabled?.(state) ?? null;
  const text = reason === null ? title : `${title}  (${reason})`;
  if (isUnderCursor) return [{ text: `> ${names} ${text}`, look: 'cursor' }];
  const isDim = reason !== null;
  return [
    { text: '  ' },
    { text: `${names} `, look: isDim ? 'faint' : 'key' },
    { text, look: isDim ? 'faint' : 'plain' },
  ];
}
