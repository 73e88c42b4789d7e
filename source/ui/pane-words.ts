import type { Registry } from '../commands/registry.ts';
import type { Quota } from '../domain/file-store.ts';
import type { Amount } from '../state/amount.ts';
import { formatAge, formatBytes } from '../domain/format.ts';
import { shortPath, type Location } from '../domain/location.ts';
import type { Found } from '../state/found.ts';
import { hintWords } from './layers/hints.ts';
import type { PaneState } from '../state/pane.ts';
import type { RowTotals } from './row-totals.ts';
import { errorWithHint } from '../domain/error-words.ts';

const GAUGE_CELLS = 8;
/** A shorter gauge tells nothing. */
const FEWEST_CELLS = 4;

/** Where a pane is, as a trail: `Local  ~/projects`, `Cloud › testing › docs`. */
export function trailOf(location: Location, home: string): string {
  if (location.side === 'local') return `Local  ${shortPath(location, home)}`;
  if (location.volume === null) return 'Cloud';
  const segments = location.path.split('/').filter(Boolean);
  return ['Cloud', location.volume, ...segments].join(' › ');
}

/** The head of a pane: where it is, and what was looked for there. */
export function headOf({ location, found }: PaneState, home: string): string {
  const trail = trailOf(location, home);
  return found === null ? trail : `${trail}  found: ${found.query}`;
}

/** The left end of a pane's footer: what is marked, else how full the cloud is, in as many words as there is room for; with the ghost of what is pending. */
export function footerLeft(
  pane: PaneState,
  totals: RowTotals,
  { room, pending }: { readonly room: number; readonly pending: number },
): string {
  if (pane.marks.size > 0) return markedWords(pane, totals);
  if (pane.found !== null) return searchWords(pane.found);
  if (pane.location.side === 'cloud' && pane.quota !== null) {
    return quotaWords(pane.quota, pending, room);
  }
  return '';
}

/** `1.9 of 5.0 GB ▰▰▰▒▱▱▱▱`, the gauge in as many cells as there is room for; nothing where not even the words fit. */
function quotaWords(quota: Quota, pending: number, room: number): string {
  const { used, total } = quota;
  const [size = '', unit = ''] = formatBytes(total).split(' ');
  const words = `${formatBytes(used).replace(` ${unit}`, '')} of ${size} ${unit}`;
  const cells = Math.min(GAUGE_CELLS, room - words.length - 1);
  if (cells >= FEWEST_CELLS) return `${words} ${ghostGauge(quota, pending, cells)}`;
  return words.length <= room ? words : '';
}

/** What a search is at, or how it ended. */
function searchWords({ status, current, unreadable }: Found): string {
  if (status === 'running') return current === '' ? 'looking' : `in ${current}`;
  const failed = unreadable === 0 ? '' : `${unreadable} unreadable`;
  return [status === 'stopped' ? 'stopped' : '', failed].filter(Boolean).join(', ');
}

function foldersWords({ folders }: Found): string {
  return folders === 1 ? '1 folder' : `${folders} folders`;
}

/** The right end of a pane's footer: how many entries, and the bytes of the files among them; how old that is where it is not of now. */
export function footerRight(pane: PaneState, { bytes }: RowTotals, now: number): string {
  const count = pane.rows.length;
  const all = pane.found === null ? countWords(count) : `${count} found`;
  const entries = pane.filter === '' ? all : `${all} with "${pane.filter}"`;
  if (pane.found !== null) return `${entries} in ${foldersWords(pane.found)}`;
  const more = pane.status === 'loading' && (pane.incoming?.isForPart ?? true) ? '…' : '';
  const words = bytes === 0 ? entries + more : `${entries}${more}, ${formatBytes(bytes)}`;
  return pane.seenAt === null ? words : `${words}, as of ${formatAge(now - pane.seenAt)}`;
}

function countWords(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** What stands in a pane that has no rows to show; null when it has. */
export function emptyWords(pane: PaneState, registry: Registry): string | null {
  const hint = (id: string, does: string): string => hintWords(registry, [[id, does]]);
  if (pane.error !== null && pane.listing.length === 0) return errorWithHint(pane.error);
  if (pane.rows.length > 0) return null;
  if (pane.found?.status === 'running') return joined('looking', '; ', hint('stop', 'stops'));
  if (pane.status === 'loading') return 'reading…';
  if (pane.filter !== '') return joined(`no name with "${pane.filter}"`, '; ', hint('filter', 'changes that'));
  if (pane.found !== null) return joined('nothing was found', '; ', hint('open', 'on .. goes back'));
  return pane.listing.length > 0 ? joined('only hidden entries', ', ', hint('hidden', 'shows them')) : 'nothing here';
}

/** Both, or the first alone where a command has no key to tell of. */
function joined(words: string, between: string, hint: string): string {
  return hint === '' ? words : words + between + hint;
}

/** A bar of eight cells, filled as far as the share (0 to 1) says. */
export function gauge(share: number, cells = GAUGE_CELLS): string {
  const full = Math.round(Math.max(0, Math.min(1, share)) * cells);
  return '▰'.repeat(full) + '▱'.repeat(cells - full);
}

/** Acts take the marked entries that show: how many the filter hides is said. */
function markedWords(pane: PaneState, { marked, markedBytes }: RowTotals): string {
  const hidden = pane.status === 'ready' ? pane.marks.size - marked : 0;
  return `${marked} marked, ${formatBytes(markedBytes)}${hidden === 0 ? '' : `, ${hidden} out of sight`}`;
}

/** A bar of what is in use, then what would be added, in cells of their own: the ghost of a transfer to come. */
export function ghostGauge({ used, total }: Quota, added: number, cells: number): string {
  const share = (bytes: number): number => Math.max(0, Math.min(1, total === 0 ? 1 : bytes / total));
  const full = Math.round(share(used) * cells);
  // What is added shows, however little it is.
  const ghost = Math.min(cells - full, Math.max(added > 0 ? 1 : 0, Math.round(share(used + added) * cells) - full));
  return '▰'.repeat(full) + '▒'.repeat(ghost) + '▱'.repeat(cells - full - ghost);
}

/** `12 files in 3 folders, 3.4 MB`, and that it is still counted. */
export function amountWords({ files, folders, bytes, unreadable, isWhole }: Amount): string {
  const counted = files === 1 ? '1 file' : `${files} files`;
  const inFolders = folders === 0 ? '' : folders === 1 ? ' and 1 folder' : ` and ${folders} folders`;
  const closed = unreadable === 0 ? '' : `, ${unreadable} unreadable`;
  return `${counted}${inFolders}, ${formatBytes(bytes)}${closed}${isWhole ? '' : ' so far, counting…'}`;
}
