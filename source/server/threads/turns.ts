import type { Turns } from '../metadata/sqlite/turns.ts';
import { createGate } from './gate.ts';
import type { SharedCells } from './protocol.ts';

/** The turns of one thread in writing. */
export function createTurns({ writing, commits }: Pick<SharedCells, 'writing' | 'commits'>): Turns {
  return { gate: createGate(writing, 1), committed: (changes) => void Atomics.add(commits, 0, changes) };
}
