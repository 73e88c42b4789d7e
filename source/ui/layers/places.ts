import { trailOf } from '../pane-words.ts';
import type { Registry } from '../../commands/registry.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import { placeRows } from '../../state/place-rows.ts';
import { fitLeft, fitMiddle } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { fieldLine } from './field-line.ts';
import { hintLines, type Hint } from './hints.ts';
import { rowsAround } from './rows-around.ts';

/** The columns and rows a panel may take. */
interface Room {
  readonly width: number;
  readonly height: number;
}

const KIND_WIDTH = 13;
const WIDEST = 90;
/** Below this width the kind is left out. */
const NARROW = 50;

const HINTS: readonly Hint[] = [
  ['places-go', 'goes there'],
  ['places-add', 'adds this folder'],
  ['places-remove', 'removes'],
  ['places-rename', 'renames'],
];
const SHORT_HINTS: readonly Hint[] = [
  ['places-go', 'goes'],
  ['places-add', 'adds'],
  ['places-remove', 'removes'],
];

/** Bookmarks, volumes and recent folders under a line to filter them. */
export function placesContent(
  layer: Extract<Layer, { type: 'places' }>,
  state: AppState,
  registry: Registry,
  room: Room,
): PanelContent {
  const width = Math.min(WIDEST, room.width);
  const kindWidth = width < NARROW ? 0 : KIND_WIDTH;
  const nameWidth = Math.floor((width - kindWidth) * 0.35);
  const rows = placeRows(state, layer.filter.text).map(({ kind, name, location }, at): readonly Span[] => {
    const path = trailOf(location, state.home);
    const where = name === '' ? path : `${fitMiddle(name, nameWidth)} ${path}`;
    const text = fitMiddle(where, width - 2 - kindWidth);
    if (at === layer.cursor) return [{ text: `> ${fitLeft(kind, kindWidth)}${text}`, look: 'cursor' }];
    return [{ text: `  ${fitLeft(kind, kindWidth)}`, look: 'faint' }, { text }];
  });
  const hints = hintLines(registry, width < NARROW ? SHORT_HINTS : HINTS, width);
  return {
    title: `Places for the ${layer.side} pane`,
    width,
    lines: [
      [{ text: 'Search: ' }, ...fieldLine(layer.filter, width - 8)],
      [],
      ...(rows.length === 0 ? [[{ text: 'no place has all these words', look: 'faint' } as const]] : []),
      ...rowsAround(rows, layer.cursor, Math.max(1, room.height - 3 - hints.length)),
      [],
      ...hints,
    ],
  };
}
