import { isFolderLike, type Entry } from '../domain/entry.ts';
import type { Listing } from '../domain/listing.ts';

/** `=` same content, `>` newer here, `<` newer there, `·` only here, `!` they differ and no time tells which is newer. */
export type Badge = '=' | '>' | '<' | '·' | '!';

/** Badges by name. */
export type Badges = ReadonlyMap<string, Badge>;

/** What the two folders of the panes have in common; gone when a pane shows another one. */
export interface Comparison {
  readonly left: Badges;
  readonly right: Badges;
  /** Pairs whose contents were read: the identities they had then, by name. */
  readonly read: ReadonlyMap<string, { readonly left: string; readonly right: string }>;
}

/** Two files of one name and size, of which only reading can tell whether they are the same. */
interface Unread {
  readonly left: Entry;
  readonly right: Entry;
}

/** What was compared at a glance, and the pairs whose contents have to be read to tell. */
export interface Glance extends Comparison {
  readonly unread: readonly Unread[];
}

/** Milliseconds that two times may differ and still be the same: a FAT disk counts in twos. */
const SAME_TIME = 2000;

/** Entries in both folders up to which they are compared again within the step that reads one of them. */
const FEW = 2000;
/** Entries between two pauses. */
const STRIDE = 500;

/** True for folders that take longer to compare than a key may wait. */
export function takesLong(left: Listing, right: Listing): boolean {
  return left.length + right.length > FEW;
}

/** What size, kind, hash and time tell of two folders, with pauses. */
export function* compareAtGlance(left: Listing, right: Listing): Generator<void, Glance> {
  const badges = { left: new Map<string, Badge>(), right: new Map<string, Badge>() };
  const unread: Unread[] = [];
  const there = new Map<string, number>();
  for (let at = 0; at < right.length; at += 1) {
    if (at % STRIDE === 0) yield;
    there.set(right.name(at), at);
  }
  for (let at = 0; at < left.length; at += 1) {
    if (at % STRIDE === 0) yield;
    const index = there.get(left.name(at));
    if (index === undefined) {
      badges.left.set(left.name(at), '·');
      continue;
    }
    there.delete(left.name(at));
    if (left.isFolderLike(at) && right.isFolderLike(index)) continue;
    const pair = { left: left.entry(at), right: right.entry(index) };
    const isSame = haveSameContent(pair.left, pair.right);
    if (isSame === null) unread.push(pair);
    else setBoth(badges, pair.left, pair.right, isSame);
  }
  for (const name of there.keys()) {
    if (badges.right.size % STRIDE === 0) yield;
    badges.right.set(name, '·');
  }
  return { ...badges, read: new Map(), unread };
}

/** A pair of entries whose contents were read. */
export interface Judged extends Unread {
  readonly isSame: boolean;
}

/** The comparison with what reading contents has told, with pauses. */
export function* withJudged(comparison: Comparison, judged: readonly Judged[]): Generator<void, Comparison> {
  const badges = { left: yield* copied(comparison.left), right: yield* copied(comparison.right) };
  const read = yield* copied(comparison.read);
  for (const { left, right, isSame } of judged) {
    setBoth(badges, left, right, isSame);
    read.set(left.name, { left: left.identity, right: right.identity });
  }
  return { ...badges, read };
}

/** The comparison after a folder was read again, with pauses: what was read for it holds for pairs that are still what they were. */
export function* recompared(before: Comparison, left: Listing, right: Listing): Generator<void, Comparison> {
  const { unread, ...glance } = yield* compareAtGlance(left, right);
  const badges = { left: yield* copied(glance.left), right: yield* copied(glance.right) };
  const read = new Map<string, { readonly left: string; readonly right: string }>();
  for (const [at, pair] of unread.entries()) {
    if (at % STRIDE === 0) yield;
    const { name } = pair.left;
    const seen = before.read.get(name);
    const [here, there] = [before.left.get(name), before.right.get(name)];
    const isAsSeen = seen?.left === pair.left.identity && seen.right === pair.right.identity;
    if (!isAsSeen || here === undefined || there === undefined) continue;
    badges.left.set(name, here);
    badges.right.set(name, there);
    read.set(name, seen);
  }
  return { ...badges, read };
}

function* copied<Value>(map: ReadonlyMap<string, Value>): Generator<void, Map<string, Value>> {
  const copy = new Map<string, Value>();
  for (const [name, value] of map) {
    if (copy.size % STRIDE === 0) yield;
    copy.set(name, value);
  }
  return copy;
}

/** True for what the other side lacks or has otherwise. */
export function isDiffering(badge: Badge): boolean {
  return badge === '·' || badge === '>' || badge === '!';
}

/** The comparison seen from the other side, as when the panes are swapped. */
export function swappedComparison({ left, right, read }: Comparison): Comparison {
  const turned = [...read].map(([name, seen]) => [name, { left: seen.right, right: seen.left }] as const);
  return { left: right, right: left, read: new Map(turned) };
}

interface BadgeMaps {
  readonly left: Map<string, Badge>;
  readonly right: Map<string, Badge>;
}

function setBoth({ left, right }: BadgeMaps, here: Entry, there: Entry, isSame: boolean): void {
  const badge = isSame ? '=' : newerBadge(here, there);
  left.set(here.name, badge);
  right.set(there.name, badge === '>' ? '<' : badge === '<' ? '>' : badge);
}

function newerBadge(here: Entry, there: Entry): Badge {
  if (!isFile(here) || !isFile(there) || here.modifiedAt === null || there.modifiedAt === null) return '!';
  const later = here.modifiedAt - there.modifiedAt;
  if (Math.abs(later) <= SAME_TIME) return '!';
  return later > 0 ? '>' : '<';
}

/** Null where only reading can tell. */
function haveSameContent(here: Entry, there: Entry): boolean | null {
  if (!isFile(here) || !isFile(there) || here.size !== there.size || here.size === null) return false;
  if (here.size === 0) return true;
  return here.hash === null || there.hash === null ? null : here.hash === there.hash;
}

/** Devices, pipes and sockets hold nothing to compare. */
function isFile(entry: Entry): boolean {
  return !isFolderLike(entry) && entry.kind !== 'other';
}
