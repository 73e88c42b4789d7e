import type { Registry } from '../commands/registry.ts';
import type { AppState } from '../state/app-state.ts';
import type { Layer } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { rowCount, type PaneSide } from '../state/pane.ts';
import { shownViewer } from '../state/viewing.ts';
import { widthOf } from './fit.ts';
import { slotAt } from './key-bar-words.ts';
import { layerContent } from './layer-content.ts';
import { contentThatFits, panelPlace, type PanelContent, type Span } from './panel.tsx';

/** A cell of the screen, from 0 at the top left. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** What is drawn in a cell, as far as a click on it means something. */
export type Hit =
  | { readonly type: 'entry'; readonly side: PaneSide; readonly row: number }
  /** A pane's header, footer or empty part. */
  | { readonly type: 'pane'; readonly side: PaneSide }
  | { readonly type: 'slot'; readonly slot: number }
  | { readonly type: 'strip' }
  | { readonly type: 'status' }
  /** A button of the question on top, counted from 0. */
  | { readonly type: 'button'; readonly index: number }
  /** A row of the list on top, so many below the one under the cursor. */
  | { readonly type: 'list-row'; readonly below: number }
  | { readonly type: 'nothing' };

export interface HitParts {
  readonly registry: Registry;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const NOTHING: Hit = { type: 'nothing' };
const PANES_TOP = 1;
const HEAD_ROWS = 2;

/** What lies in this cell. A panel owns the whole screen but the key bar of what is below; what it leaves free means nothing. */
export function hitAt(state: AppState, place: Place, parts: HitParts): Hit {
  if (layoutOf(state).isTooSmall) return NOTHING;
  const { columns, rows } = state.size;
  const viewer = shownViewer(state);
  const top = state.layers.at(-1);
  const content = top === undefined ? null : layerContent(top, state, parts.registry, parts.now);
  if (content !== null) return hitInPanel(contentThatFits(content, state.size), state, place);
  if (place.row === rows - 1) {
    const layer = viewer === null ? 'panes' : 'viewer';
    const slot = slotAt({ registry: parts.registry, layer, width: columns }, place.column);
    return slot === null ? NOTHING : { type: 'slot', slot };
  }
  if (viewer !== null) return NOTHING;
  if (place.row === rows - 2) return top === undefined ? { type: 'status' } : NOTHING;
  return hitInPanes(state, place);
}

function hitInPanes(state: AppState, { column, row }: Place): Hit {
  const { isTwoPane, leftWidth, listHeight, stripHeight } = layoutOf(state);
  const { rows } = state.size;
  if (row < PANES_TOP) return NOTHING;
  if (row >= rows - 2 - stripHeight) return { type: 'strip' };
  if (isTwoPane && column === leftWidth) return NOTHING;
  const side = isTwoPane ? (column < leftWidth ? 'left' : 'right') : state.active;
  const inList = row - PANES_TOP - HEAD_ROWS;
  const entry = state[side].top + inList;
  const isEntry = inList >= 0 && inList < listHeight && entry < rowCount(state[side]);
  return isEntry ? { type: 'entry', side, row: entry } : { type: 'pane', side };
}

function hitInPanel(content: PanelContent, { size }: AppState, { column, row }: Place): Hit {
  const { left, top } = panelPlace(content, size);
  const at = row - top - 1;
  const line = content.lines[at];
  const inLine = column - left - 2;
  if (line === undefined || inLine < 0 || inLine >= content.width) return NOTHING;
  const span = spanAt(line, inLine);
  if (span !== null && isButton(span)) return { type: 'button', index: buttonsBefore(content, at, span) };
  return listRow(content.lines, at);
}

function spanAt(line: readonly Span[], column: number): Span | null {
  let end = 0;
  for (const span of line) {
    end += widthOf(span.text);
    if (column < end) return span;
  }
  return null;
}

/** As `button` of the dialogs draws them. */
export function isButton({ text }: Span): boolean {
  return /^\[(> | {2}).*\]$/.test(text);
}

function buttonsBefore({ lines }: PanelContent, at: number, span: Span): number {
  return lines
    .slice(0, at + 1)
    .flat()
    .filter(isButton)
    .indexOf(span);
}

/** Rows of a list begin with two columns for the cursor; headings and hints between them do not count. */
function listRow(lines: PanelContent['lines'], at: number): Hit {
  const cursorAt = lines.findIndex(([first]) => first?.look === 'cursor' && first.text.startsWith('> '));
  const line = lines[at];
  if (cursorAt < 0 || line === undefined || !isListRow(line)) return NOTHING;
  const [from, to] = at < cursorAt ? [at, cursorAt] : [cursorAt, at];
  const count = lines.slice(from, to).filter(isListRow).length;
  return { type: 'list-row', below: at < cursorAt ? -count : count };
}

/** True for a line that a cursor can stand on. */
export function isListRow([first]: readonly Span[]): boolean {
  return /^(> | {2})/.test(first?.text ?? '');
}

/** True for layers of which one row is under a cursor. */
export function hasCursor(layer: Layer): layer is Extract<Layer, { cursor: number }> {
  return 'cursor' in layer && typeof layer.cursor === 'number';
}
