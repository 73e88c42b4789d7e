import type { Tx, Work } from './work.ts';

/** A state to be read in several steps. */
export interface Snapshot {
  read<T>(work: (tx: Tx) => Work<T>): Promise<T>;
  close(): Promise<void>;
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
  /** One consistent state for as long as it is open, however much is written meanwhile. Close it. */
  openSnapshot(): Promise<Snapshot>;
  /** Writes a copy of one consistent state to a new file, while others read and write. */
  copyTo(file: string): Promise<void>;
  /** Waits for what runs and lets go of the database. */
  close(): Promise<void>;
}
