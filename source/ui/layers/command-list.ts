import type { Command } from '../../commands/command.ts';
import { listedCommands } from '../../commands/finding.ts';
import { keyLabel } from '../../commands/key-label.ts';
import type { Registry } from '../../commands/registry.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import { fitLeft, widthOf, wrap } from '../fit.ts';
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
const CURSOR_WIDTH = 2;
/** Below this width there is room to tell why a command cannot run, and not for all of its row again. */
const ROOMY = 60;
/** Search line, blank line, hint. */
const OTHER_LINES = 3;

/** Help by groups, or the palette by what fits best: each command with its keys, and why it cannot run now. */
export function commandsContent(layer: FindingLayer, registry: Registry, state: AppState, room: Room): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const commands = listedCommands(registry.commands, layer.filter.text, layer.type, layer.of);
  const { rows, cursorRow } = commandRows(commands, { layer, state, width });
  const search: readonly Span[] = [{ text: 'Search: ' }, ...fieldLine(layer.filter, width - 8)];
  const none: readonly Span[] = [{ text: 'No command is found by that', look: 'faint' }];
  const whole = wholeLines(commands[layer.cursor], state, width);
  const left = room.height - OTHER_LINES - whole.length;
  const shown = rows.length === 0 ? [none] : rowsAround(rows, cursorRow, left);
  const gap: readonly (readonly Span[])[] = shown.length < left ? [[]] : [];
  const hints = hintWords(registry, [
    [`${layer.type}-run`, 'runs it'],
    [`${layer.type}-close`, 'closes'],
  ]);
  return {
    title: layer.type === 'help' ? 'Help' : 'Commands',
    width,
    lines: [search, [], ...shown, ...gap, ...whole, [{ text: hints, look: 'faint' }]],
  };
}

/** The keys and words of the row under the cursor, where they are too long for a row. */
function wholeLines(command: Command | undefined, state: AppState, width: number): readonly (readonly Span[])[] {
  if (command === undefined) return [];
  const keys = keysOf(command);
  const words = wordsOf(command, state);
  const hasRoom = widthOf(keys) <= keysWidth(width) && CURSOR_WIDTH + keysWidth(width) + 1 + widthOf(words) <= width;
  if (hasRoom) return [];
  const reason = width < ROOMY ? whyNot(command, state) : null;
  const whole = reason ?? [keys, words].filter(Boolean).join(': ');
  return wrap(whole, width).map((text): readonly Span[] => [{ text, look: 'faint' }]);
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
  command: Command,
  {
    isUnderCursor,
    state,
    width,
  }: { readonly isUnderCursor: boolean; readonly state: AppState; readonly width: number },
): readonly Span[] {
  const names = fitLeft(keysOf(command), keysWidth(width));
  const text = wordsOf(command, state);
  if (isUnderCursor) return [{ text: `> ${names} ${text}`, look: 'cursor' }];
  const isDim = whyNot(command, state) !== null;
  return [
    { text: '  ' },
    { text: `${names} `, look: isDim ? 'faint' : 'key' },
    { text, look: isDim ? 'faint' : 'plain' },
  ];
}

function keysOf({ keys }: Command): string {
  return keys.map(keyLabel).join(' ');
}

function keysWidth(width: number): number {
  return Math.min(KEYS_WIDTH, Math.floor(width / 4));
}

/** What the command does, and why it cannot run now. */
function wordsOf(command: Command, state: AppState): string {
  const reason = whyNot(command, state);
  return reason === null ? command.title : `${command.title}  (${reason})`;
}

function whyNot({ whyDisabled }: Command, state: AppState): string | null {
  return whyDisabled?.(state) ?? null;
}
