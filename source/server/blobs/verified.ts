import type { BigIntStats } from 'node:fs';

const MOST = 50_000;

/** Which files were found whole, so that content is hashed once and not at every reading. */
export interface VerifiedSet {
  has(hash: string, stats: BigIntStats): boolean;
  add(hash: string, stats: BigIntStats): void;
  forget(hash: string): void;
}

/** Whoever writes to a file changes its times or its size: then it counts as never seen. */
export function createVerifiedSet(): VerifiedSet {
  const seen = new Map<string, string>();
  return {
    has: (hash, stats) => seen.get(hash) === identity(stats),
    add: (hash, stats) => {
      if (seen.size >= MOST) seen.clear();
      seen.set(hash, identity(stats));
    },
    forget: (hash) => seen.delete(hash),
  };
}

function identity({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino}:${size}:${mtimeNs}:${ctimeNs}`;
}
