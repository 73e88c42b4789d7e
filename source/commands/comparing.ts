import type { Entry } from '../domain/entry.ts';
import { formatBytes } from '../domain/format.ts';
import { childOf, isSameLocation } from '../domain/location.ts';
import type { AppState } from '../state/app-state.ts';
import {
  compareAtGlance,
  isDiffering,
  recompared,
  swappedComparison,
  takesLong,
  withJudged,
  type Badge,
  type Badges,
  type Comparison,
  type Glance,
  type Judged,
} from '../state/compare.ts';
import type { PaneSide, PaneState } from '../state/pane.ts';
import type { Command, CommandContext } from './command.ts';
import { inSlices } from './in-slices.ts';

/** Milliseconds between two words on how far it is. */
const TOLD_EVERY = 200;
/** Rows between two pauses. */
const STRIDE = 500;

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
  const signal = context.takeTurn('compare');
  const { left, right } = context.getState();
  const glance = await glanceAt(context, { left, right, signal });
  if (glance === null) return;
  const { unread, ...comparison } = glance;
  context.dispatch({
    type: 'compared',
    comparison: isSwapped(context, left) ? swappedComparison(comparison) : comparison,
  });
  const rest = await readPairs(context, { left, right, pairs: unread, signal });
  const known = comparisonOf(context, left);
  if (known === null) return;
  const sides = {
    left: await inSlices(shownSteps(context.getState().left, known.left)),
    right: await inSlices(shownSteps(context.getState().right, known.right)),
  };
  if (comparisonOf(context, left) === null) return;
  markDiffering(context, sides);
  say(context, endWords(sides, rest));
}

/** Null when it was stopped, or the panes show something else by now. */
async function glanceAt(
  context: CommandContext,
  { left, right, signal }: Omit<Unread, 'pairs'>,
): Promise<Glance | null> {
  if (takesLong(left.listing, right.listing)) sayStoppable(context, 'Comparing');
  try {
    const glance = await inSlices(compareAtGlance(left.listing, right.listing), signal);
    const { left: one, right: other } = context.getState();
    const isOf = (first: PaneState, second: PaneState): boolean =>
      isSameLocation(first.location, left.location) && isSameLocation(second.location, right.location);
    return isOf(one, other) || isOf(other, one) ? glance : null;
  } catch {
    // Only the signal ends it early.
    say(context, 'The comparison was stopped');
    return null;
  }
}

function isSwapped(context: CommandContext, left: PaneState): boolean {
  return !isSameLocation(context.getState().left.location, left.location);
}

/** Compares large folders again after one of them was read; what was read of contents is kept as far as it holds. */
export async function renewComparison(context: CommandContext): Promise<void> {
  const { comparison, left, right } = context.getState();
  if (comparison === null || !takesLong(left.listing, right.listing)) return;
  const signal = context.takeTurn('compare-again');
  try {
    const renewed = await inSlices(recompared(comparison, left.listing, right.listing), signal);
    // Contents that were read meanwhile are in another one by now.
    if (context.getState().comparison === comparison) context.dispatch({ type: 'compared', comparison: renewed });
    else await renewComparison(context);
  } catch {
    // Only the signal ends it early: a later reading has begun the same anew.
  }
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
  const show = async (): Promise<void> => {
    const news = judged.splice(0);
    while (news.length > 0) {
      const before = comparisonOf(context, left);
      if (before === null) return;
      const comparison = await inSlices(withJudged(before, news));
      // A folder that was read again meanwhile has made another one.
      if (comparisonOf(context, left) !== before) continue;
      context.dispatch({ type: 'compared', comparison });
      return;
    }
  };
  for (const { left: here, right: there } of pairs) {
    if (performance.now() - toldAt >= TOLD_EVERY) {
      const startedAt = performance.now();
      await show();
      // What takes long to show is shown less often.
      toldAt = performance.now() + 4 * (performance.now() - startedAt);
      const far = `${done} of ${pairs.length} files, ${formatBytes(bytes)} of ${formatBytes(bytesInAll)}`;
      sayStoppable(context, `Comparing contents: ${far}`);
    }
    const isSame = await haveSameHash(context, { left, right, here, there, signal }).catch(() => null);
    if (signal.aborted) break;
    done += 1;
    bytes += here.size ?? 0;
    if (isSame === null) failed += 1;
    else judged.push({ left: here, right: there, isSame });
  }
  await show();
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

/** What a pane shows of a comparison: hidden and filtered entries are compared, too, but never marked or counted. */
interface Shown {
  readonly differing: readonly string[];
  readonly counts: ReadonlyMap<Badge, number>;
}

function* shownSteps({ rows, listing }: PaneState, badges: Badges): Generator<void, Shown> {
  const differing: string[] = [];
  const counts = new Map<Badge, number>();
  for (const [at, index] of rows.entries()) {
    if (at % STRIDE === 0) yield;
    const name = listing.name(index);
    const badge = badges.get(name);
    if (badge === undefined) continue;
    counts.set(badge, (counts.get(badge) ?? 0) + 1);
    if (isDiffering(badge)) differing.push(name);
  }
  return { differing, counts };
}

function markDiffering(context: CommandContext, sides: Readonly<Record<PaneSide, Shown>>): void {
  for (const side of ['left', 'right'] as const) {
    const { marks } = context.getState()[side];
    context.dispatch({ type: 'pane/mark', side, names: [...marks], isMarked: false });
    context.dispatch({ type: 'pane/mark', side, names: sides[side].differing, isMarked: true });
  }
}

function endWords(
  sides: Readonly<Record<PaneSide, Shown>>,
  rest: { readonly unread: number; readonly failed: number },
): string {
  const count = (side: PaneSide, badge: Badge): number => sides[side].counts.get(badge) ?? 0;
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

function sayStoppable(context: CommandContext, text: string): void {
  const hint = { command: 'stop', does: 'stops' };
  context.dispatch({ type: 'notice', notice: { tone: 'info', text, hint } });
}

function say(context: CommandContext, text: string): void {
  context.dispatch({ type: 'notice', notice: { tone: 'info', text } });
}
