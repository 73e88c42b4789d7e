import { hash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';

/** A power of two. What falls into the same place as another pushes it out. */
const PLACES = 2 ** 16;

/** Which files were found whole, so that content is hashed once and not at every reading. */
export interface VerifiedSet {
  has(hash: string, stats: BigIntStats): boolean;
  add(hash: string, stats: BigIntStats): void;
  forget(hash: string): void;
}

/** What the threads of a server know together: one receives a file, another is asked for it. */
export type VerifiedCells = BigInt64Array<SharedArrayBuffer>;

/** Room for what so many files are known by, a power of two. */
export function createVerifiedCells(places = PLACES): VerifiedCells {
  return new BigInt64Array(new SharedArrayBuffer(places * BigInt64Array.BYTES_PER_ELEMENT));
}

/** Whoever writes to a file changes its times or its size: then it counts as never seen. */
export function createVerifiedSet(cells: VerifiedCells = createVerifiedCells()): VerifiedSet {
  const placeOf = (content: string) => Number.parseInt(content.slice(-8), 16) % cells.length;
  return {
    has: (content, stats) => Atomics.load(cells, placeOf(content)) === fingerprint(content, stats),
    add: (content, stats) => void Atomics.store(cells, placeOf(content), fingerprint(content, stats)),
    forget: (content) => void Atomics.store(cells, placeOf(content), 0n),
  };
}

/** 64 bits that stand for this content in this very file. */
function fingerprint(content: string, { ino, size, mtimeNs, ctimeNs }: BigIntStats): bigint {
  return hash('sha256', `${content}:${ino}:${size}:${mtimeNs}:${ctimeNs}`, 'buffer').readBigInt64LE();
}
