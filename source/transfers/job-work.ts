import { AppError } from '../domain/app-error.ts';
import { isFolderLike, type Entry } from '../domain/entry.ts';
import { toPlainPath, type Location } from '../domain/location.ts';
import type { TakenPolicy } from '../domain/transfer.ts';
import { chosenItems } from './chosen-items.ts';
import { doItem } from './do-item.ts';
import { folderWork } from './enter-folder.ts';
import { FolderLedger } from './folder-ledger.ts';
import { InFlight, type Flight } from './in-flight.ts';
import { itemAgain } from './item-again.ts';
import { JobTarget } from './job-target.ts';
import { leaveFolder } from './leave-folder.ts';
import { weightOf } from './slots.ts';
import { makeTarget } from './target-folder.ts';
import { toAppError } from './to-app-error.ts';
import { walkFolder } from './walk-folder.ts';
import { itemContext, type WorkOptions, type WorkParts } from './work-parts.ts';
import { WorkQueue } from './work-queue.ts';
import type { FolderWork, Item, Outcome } from './work.ts';

/** Folders listed at the same time. */
const WALKERS = 4;

/** The work of one job: its folders are walked and its files done, several at a time, until nothing is left. */
export class JobWork {
  readonly #options: WorkOptions;
  readonly #parts: WorkParts;
  readonly #ledger = new FolderLedger(async (folder) => this.#leave(folder));
  #queue = new WorkQueue();
  #root: FolderWork | null = null;
  readonly #inFlight = new InFlight();
  readonly #target: JobTarget;
  /** Folders whose entries are not all known. */
  #unwalked = 0;

  constructor(options: WorkOptions, parts: WorkParts) {
    this.#options = options;
    this.#parts = parts;
    this.#target = new JobTarget(options, parts);
  }

  get totalsKnown(): boolean {
    return this.#unwalked === 0;
  }

  /** Does all of it. */
  async run(): Promise<void> {
    const { spec, brakes } = this.#parts;
    this.#queue = new WorkQueue();
    const root = folderWork(null, null, spec.target, this.#target.open());
    this.#root = root;
    const { items, places } = chosenItems(spec, root, async (folder) =>
      makeTarget(this.#options.storeFor(folder), folder, brakes.jobSignal),
    );
    for (const item of items) this.#add(item);
    for (const place of places) await this.#ledger.finish(place, true);
    await this.#toTheEnd(root);
  }

  /**
   * Does again what failed or was skipped: its files alone, or after a new start of the program all that is not known to be done.
   * @param policy what went for taken names until now
   */
  async retry(policy: TakenPolicy): Promise<void> {
    const root = this.#root;
    const leftOut = this.#parts.tally.takeLeftOut();
    if (root === null) return this.run();
    this.#queue = new WorkQueue();
    this.#ledger.add(root);
    this.#target.openFor(root);
    for (const { item } of leftOut) this.#ledger.takeUpAgain(item);
    const again = { policy, storeFor: this.#options.storeFor, signal: this.#parts.brakes.jobSignal };
    for (const item of await Promise.all(leftOut.map(async (each) => itemAgain(each, again)))) this.#queueUp(item);
    return this.#toTheEnd(root);
  }

  get inFlight(): number {
    return this.#inFlight.count;
  }

  /** True when nothing under way has a byte left to hand over. */
  get isAllSent(): boolean {
    return this.#inFlight.isAllSent;
  }

  /** Queues an entry again that was asked about. */
  goOn(item: Item): void {
    this.#queue.push(item);
  }

  /** Forgets what there was to do; what is under way ends by its signal. */
  abandon(): void {
    this.#queue.abandon();
  }

  async #toTheEnd(root: FolderWork): Promise<void> {
    const walkers = Array.from({ length: WALKERS }, async () => this.#walkAll());
    const runners = Array.from({ length: this.#options.runners }, async () => this.#runAll());
    // The hold that kept the list of sources from counting as done while it was being made.
    await this.#ledger.finish(root, true);
    await Promise.all([...walkers, ...runners]);
    this.#unwalked = 0;
    if (!this.#parts.brakes.isCancelled) this.#parts.tally.foundAll();
  }

  #add(item: Item): void {
    if (this.#parts.memory.wasDone(item.from)) {
      this.#parts.tally.doneBefore(item);
      return;
    }
    const skipped = this.#parts.memory.skippedBefore(item.from);
    if (skipped !== undefined) {
      item.folder.lacking += 1;
      this.#parts.tally.skippedBefore(item, skipped);
      return;
    }
    this.#ledger.add(item.folder);
    this.#queueUp(item);
  }

  #queueUp(item: Item): void {
    if (isFolderLike(item.entry)) this.#unwalked += 1;
    this.#parts.tally.found(item);
    this.#queue.push(item);
  }

  async #walkAll(): Promise<void> {
    for (;;) {
      await this.#parts.brakes.whilePaused();
      const work = await this.#queue.takeFolder();
      if (work === null) return;
      try {
        await walkFolder(work, itemContext(this.#options, this.#parts, this.#target.delay), (item) => this.#add(item));
        await this.#ledger.finish(work, true);
      } catch (error) {
        await this.#ledger.finish(work, this.#folderFailed(work, error));
      }
      this.#unwalked -= 1;
      this.#parts.onChange();
    }
  }

  async #runAll(): Promise<void> {
    for (;;) {
      await this.#parts.brakes.whilePaused();
      const item = await this.#queue.takeItem();
      if (item === null) return;
      // A pause may have come while there was nothing to take.
      await this.#parts.brakes.whilePaused();
      const flight = this.#inFlight.begin(item.entry.size ?? 0);
      await this.#attempt(item, flight);
      flight.end();
      if (this.#inFlight.count === 0 && this.#parts.brakes.isPaused) this.#options.onDrained();
    }
  }

  async #attempt(item: Item, flight: Flight): Promise<void> {
    const signal = this.#parts.brakes.workSignal;
    const context = itemContext(this.#options, this.#parts, this.#target.delay, (count) => {
      flight.went(count);
      this.#parts.tally.bytes(count, this.#options.now());
      this.#options.onWent(count, 0);
      this.#parts.onChange();
    });
    let release: (() => void) | null = null;
    try {
      release = await this.#options.slots.take(signal, weightOf(item.entry));
      // Held while it waited for room: nothing of it was begun.
      if (this.#parts.brakes.isPaused) {
        release();
        this.#queue.putBack(item);
        return;
      }
      this.#target.reopenFor(this.#root);
      this.#parts.tally.current = toPlainPath(item.from);
      const outcome = await doItem(item, context);
      release();
      await this.#settle(item, outcome, flight.bytes());
    } catch (error) {
      release?.();
      await this.#failed(item, error, signal);
    }
    this.#parts.onChange();
  }

  async #settle(item: Item, outcome: Outcome, bytes: number): Promise<void> {
    if (outcome.kind === 'ask') {
      this.#parts.questions.ask(item, outcome);
      return;
    }
    if (outcome.kind === 'walk') {
      this.#parts.tally.walked(item);
      this.#queue.pushFolder(outcome.work);
      return;
    }
    if (isFolderLike(item.entry)) this.#unwalked -= 1;
    if (outcome.kind !== 'done') await this.#parts.memory.discardPart(item.from, this.#options.storeFor);
    if (outcome.kind === 'skipped') {
      this.#leaveOut(item, 'skipped', new AppError(outcome.code, outcome.reason, { path: toPlainPath(item.from) }));
      return this.#ledger.finish(item.folder, false);
    }
    this.#parts.tally.ended(item, outcome, bytes);
    if (outcome.kind === 'done' && outcome.placed !== undefined)
      this.#moved(item, outcome.placed.at, outcome.placed.entry);
    this.#options.onWent(0, 1);
    this.#parts.memory.done(item.from);
    return this.#ledger.finish(item.folder, true);
  }

  async #failed(item: Item, error: unknown, signal: AbortSignal): Promise<void> {
    if (this.#parts.brakes.isCancelled) return;
    if (signal.aborted) {
      this.#queue.putBack(item);
      return;
    }
    const cause = toAppError(error);
    this.#options.onFailure(cause);
    if (this.#options.pausesOn(cause)) {
      this.#target.pausedBy(error);
      this.#queue.putBack(item);
      this.#parts.onTrouble(cause);
      return;
    }
    if (isFolderLike(item.entry)) this.#unwalked -= 1;
    this.#leaveOut(item, 'failed', cause);
    await this.#ledger.finish(item.folder, false);
  }

  #leaveOut(item: Item, outcome: 'failed' | 'skipped', error: AppError): void {
    this.#parts.tally.leftOut(item, outcome, error);
    this.#parts.memory.leftOut(item, outcome, error);
  }

  /** Notes what a move took away, where it can be moved back as a whole. */
  #moved(item: Item, to: Location, entry: Entry): void {
    const { kind, isUndo } = this.#parts.spec;
    if (kind === 'move' && item.isChosen && isUndo !== true)
      this.#parts.tally.moved.push({ from: item.from, to, entry });
  }

  /** Ends a folder that is walked: a move takes the empty source away. Answers whether that went well. */
  async #leave(folder: FolderWork): Promise<boolean> {
    const { item, parent } = folder;
    if (parent === null) this.#queue.close();
    if (folder.lacking > 0) return false;
    if (item === null || this.#parts.spec.kind !== 'move' || this.#parts.brakes.isCancelled) return true;
    try {
      const store = this.#options.storeFor(item.from);
      await leaveFolder(store, item.from, item.entry.identity, this.#parts.brakes.jobSignal);
      this.#parts.memory.done(item.from);
      if (folder.to !== null && (await folder.target).wasMade === true) this.#moved(item, folder.to, item.entry);
      return true;
    } catch (error) {
      return this.#folderFailed(folder, error);
    }
  }

  /** True when it is none: a folder that was moved before the program ended is not there any more. */
  #folderFailed({ item }: FolderWork, error: unknown): boolean {
    if (item === null || this.#parts.brakes.isCancelled) return false;
    const cause = toAppError(error);
    const wasBegun = this.#parts.memory.wasOpened(item.from) !== undefined;
    if (cause.code === 'not-found' && this.#parts.spec.kind === 'move' && wasBegun) return true;
    this.#parts.tally.folderFailed(item, cause);
    this.#parts.memory.leftOut(item, 'failed', cause);
    return false;
  }
}
