import type { Schema } from './schema.ts';
import type { Query, Tx, Work } from './work.ts';

/** A state to be read in several steps. */
export interface Snapshot {
  read<T>(work: (tx: Tx) => Work<T>): Promise<T>;
  close(): Promise<void>;
}

/** A lock that its holder loses at the latest when it ends, however it ends. */
export interface Hold {
  /** False once it is lost, which is no fault of the holder's. */
  isHeld(): boolean;
  release(): Promise<void>;
}

/** Rows of one table as they are. */
export interface RowBatch {
  readonly table: keyof Schema;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Runs work within a transaction that is open. */
export type Within = <T>(work: (tx: Tx) => Work<T>) => Promise<T>;

/** What is done in the transaction that loads rows, before the first and after the last; what throws undoes all of it. */
export interface AroundLoading {
  readonly before: (within: Within) => Promise<void>;
  readonly after: (within: Within) => Promise<void>;
}

/** Where accounts, volumes and nodes are kept. Every implementation passes `test/server/contracts/metadata.ts`. */
export interface Metadata {
  /**
   * Runs the work as one transaction and resolves once it is durable: a power cut after that loses nothing. What the work
   * throws undoes all of it and rejects. Rejects with `busy` when the database cannot be had, `out-of-space` when it is
   * full.
   */
  write<T>(work: (tx: Tx) => Work<T>): Promise<T>;
  /** Runs the work on one consistent state; it must not change anything. */
  read<T>(work: (tx: Tx) => Work<T>): Promise<T>;
  /**
   * The first row of one query, null when there is none: what `read` would answer, for less, since a query by itself is
   * consistent without a transaction around it.
   */
  readOne<R>(query: (tx: Tx) => Query<R>): Promise<R | null>;
  /** One consistent state for as long as it is open, however much is written meanwhile. Close it. */
  openSnapshot(): Promise<Snapshot>;
  /** Writes a copy of one consistent state to a new SQLite file, while others read and write. */
  copyTo(file: string): Promise<void>;
  /** Resolves where reading and writing could go on now; rejects with an AppError that says why not. */
  probe(): Promise<void>;
  /** Lets one program at a time sweep; null while another one does. */
  tryHold(): Promise<Hold | null>;
  /**
   * From when it resolves until it is released nothing changes: whatever was being written is done, and writing rejects
   * with `busy` everywhere. Who has frozen it before is waited for, at least as long as the lock of a program that was
   * killed lasts.
   */
  freeze(): Promise<Hold>;
  /** The data was moved to the one of this id: nothing changes any more, whoever tries, until null takes this back. */
  setMoved(to: string | null): Promise<void>;
  /** Fills empty metadata with rows as they are, of each table's whole; all of them or none. */
  load(batches: AsyncIterable<RowBatch>, around?: AroundLoading): Promise<void>;
  /** Waits for what runs and lets go of the database. */
  close(): Promise<void>;
}
