import { AppError, isAppError } from '../domain/app-error.ts';
import { isFolderLike, type Entry } from '../domain/entry.ts';
import type { FileStore } from '../domain/file-store.ts';
import { childOf, isWithin, toPlainPath, type Location } from '../domain/location.ts';
import { haveSameContent } from './same-content.ts';
import { Slots } from './slots.ts';
import type { StoreFor } from './store-for.ts';
import type { SyncFilter } from './sync-filter.ts';
import { refusalOf, type SyncPlan, type SyncStep } from './sync-plan.ts';

/** Listings and comparisons at the same time. */
const AT_ONCE = 8;

export interface SyncRequest {
  readonly storeFor: StoreFor;
  /** Folders, on any two sides. */
  readonly from: Location;
  readonly to: Location;
  /** Whether what is only at the target goes. What the filter leaves out never does. */
  readonly deletes: boolean;
  /** Files that may be deleted; null for a quarter of those at the target. */
  readonly maxDelete: number | null;
  readonly filter: SyncFilter;
  readonly signal: AbortSignal;
}

/**
 * Compares two folders and answers what would make the second like the first. Nothing is changed. Files count as the same
 * by size and content, which is read where a store does not tell its hash, or by size and time where a store keeps times.
 * @throws AppError `not-found` when the source is missing, `usage` when one folder lies in the other
 */
export async function planSync(request: SyncRequest): Promise<SyncPlan> {
  const { from, to, maxDelete, storeFor, signal } = request;
  if (isWithin(from, to) || isWithin(to, from)) {
    throw new AppError('usage', 'One folder lies in the other', { path: toPlainPath(to) });
  }
  const planner = new Planner(request);
  const isSourceEmpty = (await namesIn(storeFor(from), from, signal)).size === 0;
  await planner.compareFolders({ path: '', from, to, isNew: false });
  return planner.plan({ isSourceEmpty, maxDelete });
}

interface Pair {
  readonly path: string;
  readonly from: Location;
  readonly to: Location;
  /** True when there is no such folder at the target. */
  readonly isNew: boolean;
}

interface Deletion {
  steps: SyncStep[];
  files: number;
  /** False when something in it stays. */
  isWhole: boolean;
}

class Planner {
  readonly #request: SyncRequest;
  readonly #slots = new Slots(AT_ONCE);
  readonly #steps: SyncStep[] = [];
  #unchanged = 0;
  #filesAtTarget = 0;

  constructor(request: SyncRequest) {
    this.#request = request;
  }

  plan(limits: { readonly isSourceEmpty: boolean; readonly maxDelete: number | null }): SyncPlan {
    const steps = this.#steps.toSorted((a, b) => compare(a.path, b.path));
    const copies = steps.filter((step) => step.kind === 'copy');
    const deletes = steps.filter((step) => step.kind === 'delete');
    const filesToDelete = deletes.reduce((sum, { files }) => sum + files, 0);
    const filesAtTarget = this.#filesAtTarget;
    return {
      from: this.#request.from,
      to: this.#request.to,
      steps,
      unchanged: this.#unchanged,
      filesToCopy: copies.length,
      bytesToCopy: copies.reduce((sum, { source }) => sum + (source.size ?? 0), 0),
      filesToDelete,
      filesAtTarget,
      refusal: refusalOf({ filesToDelete, filesAtTarget }, limits),
    };
  }

  async compareFolders({ path, from, to, isNew }: Pair): Promise<void> {
    const { storeFor, filter, deletes } = this.#request;
    const [sources, targets] = await Promise.all([
      this.#list(storeFor(from), from),
      isNew ? new Map<string, Entry>() : this.#list(storeFor(to), to, { mayBeMissing: path === '' }),
    ]);
    const takesPart = (entry: Entry): boolean => filter(joined(path, entry.name), isFolder(entry));
    const work: Promise<void>[] = [];
    for (const source of sources.values()) {
      if (takesPart(source)) work.push(this.#compare(source, targets.get(source.name), { path, from, to, isNew }));
    }
    for (const target of targets.values()) {
      if (sources.has(target.name) || !takesPart(target)) continue;
      const at = childOf(to, target.name);
      work.push(deletes ? this.#delete(joined(path, target.name), at, target) : this.#count(at, target));
    }
    await Promise.all(work);
  }

  async #compare(source: Entry, target: Entry | undefined, { path, from, to }: Pair): Promise<void> {
    const place = { path: joined(path, source.name), from: childOf(from, source.name), to: childOf(to, source.name) };
    if (isFolder(source)) return this.#compareFolder(target, place);
    if (target !== undefined && !isFolder(target)) this.#filesAtTarget += 1;
    if (source.kind !== 'file' || source.size === null) return this.#leave(place.path, whyNot(source));
    if (target !== undefined && isFolder(target)) return this.#leave(place.path, 'A folder of that name is there');
    if (target !== undefined && (await this.#isSame(source, target, place))) {
      this.#unchanged += 1;
      return undefined;
    }
    const reason = target === undefined ? 'new' : 'changed';
    this.#steps.push({ kind: 'copy', ...place, reason, source, target: target ?? null });
    return undefined;
  }

  async #compareFolder(target: Entry | undefined, place: Omit<Pair, 'isNew'>): Promise<void> {
    if (target !== undefined && !isFolder(target)) {
      this.#filesAtTarget += 1;
      return this.#leave(place.path, 'A file of that name is there');
    }
    if (target === undefined) this.#steps.push({ kind: 'make-folder', path: place.path, to: place.to });
    return this.compareFolders({ ...place, isNew: target === undefined });
  }

  async #isSame(source: Entry, target: Entry, { from, to }: Pick<Pair, 'from' | 'to'>): Promise<boolean> {
    const { storeFor, signal } = this.#request;
    if (source.size !== target.size) return false;
    if (storeFor(to).powers.keepsTimes && isSameSecond(source.modifiedAt, target.modifiedAt)) return true;
    const a = { store: storeFor(from), location: from, entry: source };
    const b = { store: storeFor(to), location: to, entry: target };
    return this.#inTurn(async () => (await haveSameContent(a, b, signal)) === true);
  }

  async #delete(path: string, at: Location, target: Entry): Promise<void> {
    const { steps, files } = await this.#planDelete(path, at, target);
    this.#filesAtTarget += files;
    this.#steps.push(...steps);
  }

  /** A folder goes as a whole only when nothing in it is left out of the sync. */
  async #planDelete(path: string, at: Location, target: Entry): Promise<Deletion> {
    if (!isFolder(target)) return { steps: [{ kind: 'delete', path, at, target, files: 1 }], files: 1, isWhole: true };
    const { filter, storeFor } = this.#request;
    const all: Deletion = { steps: [], files: 0, isWhole: true };
    for (const entry of (await this.#list(storeFor(at), at)).values()) {
      const inner = joined(path, entry.name);
      if (!filter(inner, isFolder(entry))) {
        all.isWhole = false;
        await this.#count(childOf(at, entry.name), entry);
        continue;
      }
      const deletion = await this.#planDelete(inner, childOf(at, entry.name), entry);
      all.steps.push(...deletion.steps);
      all.files += deletion.files;
      all.isWhole &&= deletion.isWhole;
    }
    if (all.isWhole) all.steps = [{ kind: 'delete', path, at, target, files: all.files }];
    return all;
  }

  async #count(at: Location, target: Entry): Promise<void> {
    if (!isFolder(target)) {
      this.#filesAtTarget += 1;
      return;
    }
    for (const entry of (await this.#list(this.#request.storeFor(at), at)).values()) {
      await this.#count(childOf(at, entry.name), entry);
    }
  }

  #leave(path: string, reason: string): void {
    this.#steps.push({ kind: 'leave', path, reason });
  }

  async #list(store: FileStore, folder: Location, { mayBeMissing = false } = {}): Promise<Map<string, Entry>> {
    try {
      return await this.#inTurn(async () => namesIn(store, folder, this.#request.signal));
    } catch (error) {
      if (mayBeMissing && isAppError(error) && error.code === 'not-found') return new Map();
      throw error;
    }
  }

  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const release = await this.#slots.take(this.#request.signal);
    try {
      return await act();
    } finally {
      release();
    }
  }
}

async function namesIn(store: FileStore, folder: Location, signal: AbortSignal): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const batch of store.list(folder, { signal })) {
    for (const entry of batch) entries.set(entry.name, entry);
  }
  return entries;
}

/** Links to folders are not followed: what they lead to is no part of this folder. */
function isFolder(entry: Entry): boolean {
  return isFolderLike(entry) && entry.kind !== 'link';
}

function whyNot(source: Entry): string {
  if (source.kind === 'link') return 'A link is not followed';
  return source.kind === 'file' ? 'It was made but never filled' : 'It is neither a file nor a folder';
}

function isSameSecond(a: number | null, b: number | null): boolean {
  return a !== null && b !== null && Math.floor(a / 1000) === Math.floor(b / 1000);
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

/** By names, so that a folder comes right before what is in it. */
function compare(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const [x = '', y = ''] = [left[at], right[at]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return left.length - right.length;
}
