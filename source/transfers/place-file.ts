import { AppError, isAppError } from '../domain/app-error.ts';
import { isFolderLike, type Entry } from '../domain/entry.ts';
import type { FileStore, WriteOptions } from '../domain/file-store.ts';
import { childOf, isSameLocation, nameOf, toPlainPath, type Location } from '../domain/location.ts';
import type { ItemContext } from './context.ts';
import { haveSameContent } from './same-content.ts';
import { judgeTaken, otherName, type Verdict } from './taken.ts';
import type { Item, Outcome, Standing } from './work.ts';

/** Rounds of finding that somebody else took the name meanwhile, before giving up. */
const MOST_ROUNDS = 20;

/** Puts a file at a place; rejects with `name-taken` or `changed` as `write` does. */
export type Place = (to: Location, taken: WriteOptions['taken'], found: Found) => Promise<Entry>;

/** What was found at the place. */
export interface Found {
  /** A listing has just shown that there is nothing. */
  readonly wasFree: boolean;
  /** What stands there is taken for the beginning of the file. */
  readonly isPart: boolean;
}

/** Finds the name under which a file goes into its target folder, by the job's policy, and has it put there. */
export async function placeFile(item: Item, context: ItemContext, place: Place): Promise<Outcome> {
  const { folder } = item;
  const { standing, isComplete } = await folder.target;
  const store = context.storeFor(targetOf(item, item.name));
  const before = context.memory.wasOpened(item.from);
  // What was begun before the program ended goes on under the name it had found.
  let name = before === undefined || before === null ? item.name : nameOf(before);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    await folder.placing.get(name);
    const to = targetOf(item, name);
    const target = standing.get(name);
    const verdict = await judge(item, to, target, context);
    if (verdict.kind === 'ask') return verdict;
    if (verdict.kind === 'unchanged') return { kind: 'unchanged' };
    if (verdict.kind === 'skip') return { kind: 'skipped', code: 'name-taken', reason: verdict.reason };
    if (verdict.kind === 'fail') throw new AppError(verdict.code, verdict.reason, { path: toPlainPath(to) });
    if (verdict.kind === 'rename') name = otherName(item.name, (other) => standing.has(other));
    else {
      const entry = await tryToPlace({ item, name, store, standing, isComplete, context }, place, verdict);
      if (entry !== null)
        return verdict.kind === 'free' ? { kind: 'done', placed: { at: to, entry } } : { kind: 'done' };
    }
  }
  throw new AppError('name-taken', 'Others take the name again and again', { path: toPlainPath(item.from) });
}

type PlacedVerdict = Exclude<Verdict, { kind: 'ask' }> | { readonly kind: 'free' } | Extract<Outcome, { kind: 'ask' }>;

async function judge(
  item: Item,
  to: Location,
  target: Entry | undefined,
  context: ItemContext,
): Promise<PlacedVerdict> {
  const wanted = item.policy ?? context.policy;
  // No cloud takes the rest of a file.
  const policy = wanted === 'resume' && to.side === 'cloud' ? 'skip' : wanted;
  const store = context.storeFor(item.from);
  const isOneStore = store === context.storeFor(to);
  const isItself =
    isSameLocation(item.from, to) || (isOneStore && target !== undefined && target.identity === item.entry.identity);
  if (isItself && policy !== 'keep-both') {
    return { kind: 'fail', code: 'usage', reason: 'It is the same file' };
  }
  if (isItself) return { kind: 'rename' };
  if (target === undefined) return { kind: 'free' };
  const sameContent = isFolderLike(target)
    ? false
    : await haveSameContent(
        { store, location: item.from, entry: item.entry },
        { store: context.storeFor(to), location: to, entry: target },
        context.signal,
      );
  const verdict = judgeTaken(item.entry, target, policy, sameContent);
  return verdict.kind === 'ask' ? { kind: 'ask', target, sameContent } : verdict;
}

interface Placing {
  readonly item: Item;
  readonly name: string;
  readonly store: FileStore;
  readonly standing: Standing;
  readonly isComplete: boolean;
  readonly context: ItemContext;
}

/** What is there now; null when the name turned out to be taken, which `standing` tells from then on. */
async function tryToPlace(
  { item, name, store, standing, isComplete, context }: Placing,
  place: Place,
  verdict: { readonly kind: 'free' } | Extract<Verdict, { kind: 'replace' }>,
): Promise<Entry | null> {
  const to = targetOf(item, name);
  const { promise, resolve } = Promise.withResolvers<void>();
  item.folder.placing.set(name, promise);
  try {
    context.memory.open(item.from, to);
    const isFree = verdict.kind === 'free';
    const taken = isFree ? 'refuse' : { seen: verdict.seen };
    const found = { wasFree: isFree && isComplete, isPart: !isFree && verdict.goesOn === true };
    const entry = await place(to, taken, found);
    standing.set(name, entry);
    return entry;
  } catch (error) {
    if (verdict.kind !== 'free' || !isAppError(error) || error.code !== 'name-taken') throw error;
    standing.set(name, await store.stat(to));
    return null;
  } finally {
    item.folder.placing.delete(name);
    resolve();
  }
}

function targetOf(item: Item, name: string): Location {
  if (item.folder.to === null) throw new AppError('usage', 'There is no folder to go to');
  return childOf(item.folder.to, name);
}
