import { formatBytes, formatTime } from '../../domain/format.ts';
import type { Location } from '../../domain/location.ts';
import { errorWithHint } from '../../domain/error-words.ts';
import type { PaneState } from '../../state/pane.ts';

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

/** The entries from this one on, numbered from 1, a page of them; then how to hear the others. */
export function pageLines(pane: PaneState, from: number, now: number): readonly string[] {
  if (pane.error !== null) return [`It could not be read: ${errorWithHint(pane.error)}`];
  const end = Math.min(pane.rows.length, from + PAGE);
  const lines: string[] = [];
  for (let at = from; at < end; at += 1) lines.push(entryLine(pane, at, now));
  const rest = pane.rows.length - end;
  return rest === 0 ? lines : [...lines, `${rest} more; "more" tells them.`];
}

/** One entry: its number, name, kind, size, time, and what else there is to it. */
export function entryLine(pane: PaneState, at: number, now: number): string {
  const index = pane.rows[at] ?? -1;
  const { listing } = pane;
  const { name, kind, size, modifiedAt, publicUrl } = listing.entry(index);
  const facts = [
    kind === 'file' ? '' : kind === 'other' ? 'no file or folder' : kind,
    size === null || kind === 'folder' ? '' : formatBytes(size),
    modifiedAt === null ? '' : formatTime(modifiedAt, now).replace(/ +/g, ' '),
    publicUrl === null ? '' : `public at ${publicUrl}`,
    pane.marks.has(name) ? 'marked' : '',
  ];
  return [`${at + 1}  ${name}`, ...facts.filter(Boolean)].join(', ');
}
