import { formatBytes, formatTime } from '../domain/format.ts';
import type { Measured } from '../state/measured.ts';
import type { Badges } from '../state/compare.ts';
import type { PaneState } from '../state/pane.ts';
import type { SortOrder } from '../state/sort.ts';
import { indexAtRow, parentRows } from '../state/pane.ts';
import { fitLeft, fitMiddle, fitRight } from './fit.ts';
import type { LookLine } from './theme.ts';

/** How wide each column of a pane is, in cells; 0 is left out. */
export interface Columns {
  readonly name: number;
  readonly size: number;
  readonly time: number;
  readonly badges: number;
  /** How the entry compares with the other pane's. */
  readonly compared: number;
}

const SIZE = 9;
const TIME = 12;
/** What everybody can read, by the word; where the pane is too narrow for it, by the key that publishes. */
const PUBLIC_BADGES = ['public', 'p'] as const;
const ROOM_FOR_WORD = 56;
const COMPARED = 1;
/** As `ls -F` marks them; a link to a folder has both. */
const LINK = '@';
const FOLDER = '/';
/** The cursor and the mark, a cell each; one more stays free at the right end. */
const GUTTER = 2;
const MARGIN = 1;
const GAP = 2;

/** The columns of a pane of this width: the time goes first when it gets narrow, then the size. */
export function columnsOf(width: number, hasBadges: boolean, isCompared = false): Columns {
  const badges = hasBadges ? PUBLIC_BADGES[width >= ROOM_FOR_WORD ? 0 : 1].length : 0;
  const time = width >= 44 ? TIME : 0;
  const size = width >= 26 ? SIZE : 0;
  const compared = isCompared ? COMPARED : 0;
  const columns = [size, time, badges, compared];
  const taken = columns.reduce((sum, column) => sum + (column === 0 ? 0 : column + GAP), GUTTER + MARGIN);
  return { name: Math.max(1, width - taken), size, time, badges, compared };
}

/** The heads of the columns; what orders the rows is said, unless it is the usual order by name. */
export function headText(columns: Columns, { key, isReversed, isMixed = false }: SortOrder): string {
  const mark = isReversed ? '▴' : '▾';
  const isHidden = (key === 'size' && columns.size === 0) || (key === 'time' && columns.time === 0);
  const head = (name: string, own: SortOrder['key']): string =>
    key === own && (own !== 'name' || isReversed) ? `${name} ${mark}` : name;
  const name = key === 'kind' || isHidden ? `Name by ${key} ${mark}` : head('Name', 'name');
  return join(
    {
      gutter: '  ',
      name: fitLeft(isMixed ? `${name}, mixed` : name, columns.name),
      size: head('Size', 'size'),
      time: head('Modified', 'time'),
      badges: '',
      compared: '',
    },
    columns,
  );
}

export interface RowView {
  readonly pane: PaneState;
  readonly row: number;
  readonly columns: Columns;
  readonly isActive: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Null where the panes are not compared. */
  readonly compared?: Badges | null | undefined;
}

/** One row of a pane as text and look; the row of `..` stands first wherever there is a parent. */
export function rowLine({ pane, row, columns, isActive, now, compared = null }: RowView): LookLine {
  const isCursor = isActive && row === pane.cursor;
  const cursor = isCursor ? '>' : ' ';
  if (row < parentRows(pane)) {
    const text = join(
      { gutter: `${cursor} `, name: fitLeft('..', columns.name), size: '', time: '', badges: '', compared: '' },
      columns,
    );
    return { text, look: isCursor ? 'cursor' : 'plain' };
  }
  const index = indexAtRow(pane, row);
  const { listing } = pane;
  const name = listing.name(index);
  const isMarked = pane.marks.has(name);
  const isFolder = listing.isFolderLike(index);
  const isLink = listing.kind(index) === 'link';
  const size = listing.size(index);
  const time = listing.modifiedAt(index);
  const text = join(
    {
      gutter: cursor + (isMarked ? '*' : ' '),
      name: fitMiddle(`${name}${isLink ? LINK : ''}${isFolder ? FOLDER : ''}`, columns.name),
      size: measuredText(pane.measures.get(name)) ?? sizeText(size, listing.kind(index)),
      time: time === null ? '' : formatTime(time, now),
      badges: columns.badges > 0 && listing.entry(index).publicUrl !== null ? publicBadge(columns) : '',
      compared: compared?.get(name) ?? '',
    },
    columns,
  );
  return { text, look: lookOf({ isCursor, isMarked, isFolder, isLink }) };
}

function publicBadge({ badges }: Columns): string {
  return PUBLIC_BADGES.find((badge) => badge.length === badges) ?? '';
}

/** A plus says that it is at least that: it is being counted, or not all could be read. */
function measuredText(measured: Measured | undefined): string | null {
  if (measured === undefined) return null;
  return formatBytes(measured.bytes) + (measured.isWhole ? '' : '+');
}

function sizeText(size: number | null, kind: string): string {
  if (size !== null) return formatBytes(size);
  return kind === 'file' ? '–' : '';
}

function lookOf(is: { isCursor: boolean; isMarked: boolean; isFolder: boolean; isLink: boolean }): LookLine['look'] {
  if (is.isCursor) return is.isMarked ? 'cursorMarked' : 'cursor';
  if (is.isMarked) return 'marked';
  if (is.isLink) return 'link';
  return is.isFolder ? 'folder' : 'plain';
}

interface Cells {
  readonly gutter: string;
  /** Fitted already. */
  readonly name: string;
  readonly size: string;
  readonly time: string;
  readonly badges: string;
  readonly compared: string;
}

function join(cells: Cells, columns: Columns): string {
  const gap = ' '.repeat(GAP);
  return (
    cells.gutter +
    cells.name +
    (columns.size === 0 ? '' : gap + fitRight(cells.size, columns.size)) +
    (columns.time === 0 ? '' : gap + fitLeft(cells.time, columns.time)) +
    (columns.badges === 0 ? '' : gap + fitLeft(cells.badges, columns.badges)) +
    (columns.compared === 0 ? '' : gap + fitLeft(cells.compared, columns.compared)) +
    ' '.repeat(MARGIN)
  );
}
