import { createHash } from 'node:crypto';
import { toErrorRecord, type AppError } from '../domain/app-error.ts';
import type { FileStore, PartialOptions } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';
import type { FileFailure, TakenPolicy } from '../domain/transfer.ts';
import type { JobLog } from './journal.ts';
import { journalKey, type PastJob } from './journal-record.ts';
import type { StoreFor } from './store-for.ts';
import type { Item } from './work.ts';

/** What a job knows of its own past, and what it writes down for its future. */
export class JobMemory {
  readonly #jobId: string;
  readonly #past: PastJob | null;
  #log: JobLog | null = null;
  /** What was begun and is not done, with where it goes: there may be a part of it. */
  readonly #open: Map<string, Location | null>;
  /** What was skipped before the program ended the last time, and stays so until it is tried again. */
  readonly #skipped: Map<string, FileFailure>;

  constructor(jobId: string, past: PastJob | null) {
    this.#jobId = jobId;
    this.#past = past;
    this.#open = new Map(past?.opened);
    const skipped = past?.failures.filter(({ outcome }) => outcome === 'skipped') ?? [];
    this.#skipped = new Map(skipped.map((failure) => [journalKey(failure.location), failure]));
  }

  /** From here on what happens is written down. */
  attach(log: JobLog): void {
    this.#log = log;
  }

  get isKept(): boolean {
    return this.#log !== null;
  }

  get policy(): TakenPolicy | null {
    return this.#past?.policy ?? null;
  }

  get failures(): readonly FileFailure[] {
    return this.#past?.failures ?? [];
  }

  /** True when it was done before the program ended the last time. */
  wasDone(from: Location): boolean {
    return this.#past?.done.has(journalKey(from)) === true;
  }

  /** How it was skipped before the program ended the last time; undefined where it was not. */
  skippedBefore(from: Location): FileFailure | undefined {
    return this.#skipped.size === 0 ? undefined : this.#skipped.get(journalKey(from));
  }

  /** Where it was going when the program ended the last time; undefined when it was not begun. */
  wasOpened(from: Location): Location | null | undefined {
    return this.#past?.opened.get(journalKey(from));
  }

  /** Called before it is touched. */
  open(from: Location, to: Location | null): void {
    const key = journalKey(from);
    this.#open.set(key, to);
    this.#log?.write({ type: 'open', from: key, to });
  }

  done(from: Location): void {
    const key = journalKey(from);
    this.#open.delete(key);
    this.#log?.write({ type: 'done', from: key });
  }

  leftOut(item: Item, outcome: FileFailure['outcome'], error: AppError): void {
    this.#log?.write({ type: 'left-out', failure: { location: item.from, outcome, error: toErrorRecord(error) } });
  }

  /** What goes from here on for names that are taken. */
  decided(policy: TakenPolicy): void {
    this.#log?.write({ type: 'policy', policy });
  }

  /** What failed or was skipped is tried again. */
  again(): void {
    this.#skipped.clear();
    this.#log?.write({ type: 'again' });
  }

  /** @param mayGoOn whether there is something in it that can be tried again */
  end(state: 'done' | 'failed' | 'cancelled', mayGoOn: boolean): void {
    this.#log?.write({ type: 'end', state });
    if (!mayGoOn) this.close();
  }

  close(): void {
    this.#log?.close();
    this.#log = null;
  }

  /** How the part of this file is called, and whether it stays when the write is cut short. */
  partialFor(from: Location, keep: () => boolean): PartialOptions {
    return { tag: this.#tag(journalKey(from)), keep };
  }

  /** Removes the part of one that needed no writing after all: its last life ended with all of it in place. */
  async discardPart(from: Location, storeFor: StoreFor): Promise<void> {
    const key = journalKey(from);
    const to = this.#open.get(key) ?? null;
    if (to !== null) await discard(storeFor(to), to, this.#tag(key));
  }

  /** Removes the parts of all that was begun and never finished. */
  async discardParts(storeFor: StoreFor): Promise<void> {
    for (const [key, to] of this.#open) {
      if (to !== null) await discard(storeFor(to), to, this.#tag(key));
    }
    this.#open.clear();
  }

  /** No two writes of a time share it: jobs have ids of their own, and a job opens a file once. */
  #tag(key: string): string {
    return createHash('sha1').update(`${this.#jobId}\n${key}`).digest('hex').slice(0, 12);
  }
}

/** A part that cannot be removed is no reason to fail what it was part of. */
async function discard(store: FileStore, to: Location, tag: string): Promise<void> {
  await store.discardPartial?.(to, tag).catch(() => undefined);
}
