import { formatBytes, formatTime } from '../../domain/format.ts';
import type { Location } from '../../domain/location.ts';
import { errorWithHint } from '../../domain/error-words.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Badge, Badges } from '../../state/compare.ts';
import type { Measured } from '../../state/measured.ts';
import { parentRows, type PaneState } from '../../state/pane.ts';

/** Entries that are told at once. */
export const PAGE = 20;

/** Where a pane is and what it holds, as a sentence. */
export function placeSentence(pane: PaneState, home: string): string {
  const count = pane.rows.length;
  const entries = count === 0 ? 'nothing here' : count === 1 ? '1 entry' : `${count} entries`;
  const filter = pane.filter === '' ? '' : ` with "${pane.filter}"`;
  const marks = pane.marks.size === 0 ? '' : `, ${pane.marks.size} marked`;
  return `${placeWords(pane.location, home)}: ${entries}${filter}${marks}.`;
}

/** A folder in words: `Local folder ~/projects`, `Cloud folder docs in the volume testing`. */
export function placeWords(location: Location, home: string): string {
  if (location.side === 'local') {
    const { path } = location;
    const isBelow = path === home || path.startsWith(`${home}/`);
    return `Local folder ${isBelow ? `~${path.slice(home.length)}` : path}`;
  }
  if (location.volume === null) return 'The volumes of the cloud';
  const path = location.path.slice(1);
  return path === '' ? `Cloud volume ${location.volume}` : `Cloud folder ${path} in the volume ${location.volume}`;
}

/** How many entries are marked. */
export function marksSentence({ marks }: PaneState): string {
  if (marks.size === 0) return 'No entry is marked.';
  return marks.size === 1 ? '1 entry is marked.' : `${marks.size} entries are marked.`;
}

/** The entry that an act without a number would be on. */
export function entryUnderCursor({ active, comparison, ...state }: AppState, now: number): string {
  const pane = state[active];
  const at = pane.cursor - parentRows(pane);
  if (at < 0) return 'The parent folder.';
  return at < pane.rows.length
    ? entryLine(pane, at, { now, badges: comparison?.[active] })
    : 'There are no entries here.';
}

interface Telling {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** How the entries compare with the other pane's, where that is known. */
  readonly badges?: Badges | undefined;
}

/** The entries from this one on, numbered from 1, a page of them; then how to hear the others. */
export function pageLines(pane: PaneState, from: number, telling: Telling): readonly string[] {
  if (pane.error !== null) return [`It could not be read: ${errorWithHint(pane.error)}`];
  const end = Math.min(pane.rows.length, from + PAGE);
  const lines: string[] = [];
  for (let at = from; at < end; at += 1) lines.push(entryLine(pane, at, telling));
  const rest = pane.rows.length - end;
  return rest === 0 ? lines : [...lines, `${rest} more; "more" tells them.`];
}

const BADGE_WORDS: Readonly<Record<Badge, string>> = {
  '=': 'the same in the other pane',
  '>': 'newer here',
  '<': 'newer in the other pane',
  '·': 'only here',
  '!': 'differs from the other pane',
};

/** One entry: its number, name, kind, size, time, and what else there is to it. */
export function entryLine(pane: PaneState, at: number, { now, badges }: Telling): string {
  const index = pane.rows[at] ?? -1;
  const { listing } = pane;
  const { name, kind, size, modifiedAt, publicUrl } = listing.entry(index);
  const badge = badges?.get(name);
  const facts = [
    kind === 'file' ? '' : kind === 'other' ? 'no file or folder' : kind,
    measuredWords(pane.measures.get(name)) ?? (size === null || kind === 'folder' ? '' : formatBytes(size)),
    modifiedAt === null ? '' : formatTime(modifiedAt, now).replace(/ +/g, ' '),
    publicUrl === null ? '' : `public at ${publicUrl}`,
    badge === undefined ? '' : BADGE_WORDS[badge],
    pane.marks.has(name) ? 'marked' : '',
  ];
  return [`${at + 1}  ${name}`, ...facts.filter(Boolean)].join(', ');
}

function measuredWords(measured: Measured | undefined): string | null {
  if (measured === undefined) return null;
  return `${measured.isWhole ? '' : 'at least '}${formatBytes(measured.bytes)} below it`;
}
