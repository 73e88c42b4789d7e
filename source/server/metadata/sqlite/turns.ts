import type { Gate } from '../../threads/gate.ts';

/** How the threads of a server take turns in writing: one that finds the database taken would hold up all it serves. */
export interface Turns {
  readonly gate: Gate;
  /** Told of each commit and how many changes it held. */
  readonly committed: (changes: number) => void;
}
