import type { Entry } from '../domain/entry.ts';
import { formatBytes } from '../domain/format.ts';
import { childOf, isSameLocation } from '../domain/location.ts';
import type { AppState } from '../state/app-state.ts';
import {
  compareAtGlance,
  differingNames,
  withJudged,
  type Badge,
  type Badges,
  type Comparison,
  type Glance,
  type Judged,
} from '../state/compare.ts';
import type { PaneSide, PaneState } from '../state/pane.ts';
import type { Command, CommandContext } from './command.ts';

/** Milliseconds between two words on how far it is. */
const TOLD_EVERY = 200;

/** The command that compares the folders of both panes. */
export const comparingCommands: readonly Command[] = [
  {
    id: 'compare',
    title: 'Compare the panes and mark what differs',
    group: 'Panes',
    layer: 'panes',
    keys: ['C'],
    whyDisabled: whyNotCompare,
    run: (context) => void compare(context),
  },
];

function whyNotCompare({ left, right }: AppState): string | null {
  if (left.found !== null || right.found !== null) return 'Folders are compared, go back to one from what was found';
  if (isSameLocation(left.location, right.location)) return 'Both panes show the same folder';
  return left.status === 'ready' && right.status === 'ready' ? null : 'Wait until both folders are read';
}

/** First what sizes, hashes and times tell at once, then the contents of files of the same size, one after the other. */
async function compare(context: CommandContext): Promise<void> {
  const { left, right } = context.getState();
  const signal = context.takeTurn('compare');
  const { unread, ...glance } = compareAtGlance(left.listing, right.listing);
  context.dispatch({ type: 'compared', comparison: glance });
  const rest = await readPairs(context, { left, right, pairs: unread, signal });
  const comparison = comparisonOf(context, left);
  if (comparison === null) return;
  markDiffering(context, comparison);
  const state = context.getState();
  const [ofLeft, ofRight] = [badgesShown(state.left, comparison.left), badgesShown(state.right, comparison.right)];
  say(context, endWords({ left: ofLeft, right: ofRight }, rest));
}

interface Unread {
  readonly left: PaneState;
  readonly right: PaneState;
  readonly pairs: Glance['unread'];
  readonly signal: AbortSignal;
}

/** Reads pair after pair; what was learnt is shown a few times a second, since every showing copies the badges. */
async function readPairs(
  context: CommandContext,
  { left, right, pairs, signal }: Unread,
): Promise<{ readonly unread: number; readonly failed: number }> {
  const bytesInAll = pairs.reduce((sum, { left: here }) => sum + (here.size ?? 0), 0);
  let [done, bytes, failed, toldAt] = [0, 0, 0, -TOLD_EVERY];
  const judged: Judged[] = [];
  const show = (): void => {
    const comparison = comparisonOf(context, left);
    if (comparison !== null)
      context.dispatch({ type: 'compared', comparison: withJudged(comparison, judged.splice(0)) });
  };
  for (const { left: here, right: there } of pairs) {
    if (performance.now() - toldAt >= TOLD_EVERY) {
      toldAt = performance.now();
      show();
      const far = `${done} of ${pairs.length} files, ${formatBytes(bytes)} of ${formatBytes(bytesInAll)}`;
      say(context, `Comparing contents: ${far}; Esc stops`);
    }
    const isSame = await haveSameHash(context, { left, right, here, there, signal }).catch(() => null);
    if (signal.aborted) break;
    done += 1;
    bytes += here.size ?? 0;
    if (isSame === null) failed += 1;
    else judged.push({ left: here, right: there, isSame });
  }
  show();
  return { unread: pairs.length - done, failed };
}

/** Null when the panes show something else by now, or were swapped. */
function comparisonOf(context: CommandContext, left: PaneState): Comparison | null {
  const state = context.getState();
  return isSameLocation(state.left.location, left.location) ? state.comparison : null;
}

interface Pair {
  readonly left: PaneState;
  readonly right: PaneState;
  readonly here: Entry;
  readonly there: Entry;
  readonly signal: AbortSignal;
}

async function haveSameHash(
  context: CommandContext,
  { left, right, here, there, signal }: Pair,
): Promise<boolean | null> {
  const one = await hashOf(context, left, here, signal);
  const other = one === null ? null : await hashOf(context, right, there, signal);
  return other === null ? null : one === other;
}

async function hashOf(context: CommandContext, { location }: PaneState, entry: Entry, signal: AbortSignal) {
  if (entry.hash !== null) return entry.hash;
  const file = childOf(location, entry.name);
  return (await context.storeFor(file).hashes?.(file, { signal }))?.hash ?? null;
}

/** Entries that are hidden or filtered out are compared, too, but nothing out of sight is marked or counted. */
function markDiffering(context: CommandContext, comparison: Comparison): void {
  for (const side of ['left', 'right'] as const) {
    const pane = context.getState()[side];
    const names = differingNames({ ...comparison, [side]: badgesShown(pane, comparison[side]) }, side);
    context.dispatch({ type: 'pane/mark', side, names: [...pane.marks], isMarked: false });
    context.dispatch({ type: 'pane/mark', side, names, isMarked: true });
  }
}

function badgesShown({ rows, listing }: PaneState, badges: Badges): Badges {
  const shown = new Map<string, Badge>();
  for (const index of rows) {
    const name = listing.name(index);
    const badge = badges.get(name);
    if (badge !== undefined) shown.set(name, badge);
  }
  return shown;
}

function endWords(
  { left, right }: Pick<Comparison, PaneSide>,
  rest: { readonly unread: number; readonly failed: number },
): string {
  const count = (side: PaneSide, badge: Badge): number =>
    [...{ left, right }[side].values()].filter((each) => each === badge).length;
  const parts = [
    `${count('left', '=')} the same`,
    `${count('left', '>')} newer left`,
    `${count('right', '>')} newer right`,
    `${count('left', '·')} only left`,
    `${count('right', '·')} only right`,
    `${count('left', '!')} differ`,
  ].filter((part) => !part.startsWith('0 '));
  const unread = rest.unread === 0 ? [] : [`stopped with ${rest.unread} not compared`];
  const failed = rest.failed === 0 ? [] : [`${rest.failed} could not be read`];
  const words = [...parts, ...unread, ...failed];
  return words.length === 0 ? 'There are no files to compare' : `Compared: ${words.join(', ')}`;
}

function say(context: CommandContext, text: string): void {
  context.dispatch({ type: 'notice', notice: { tone: 'info', text } });
}
