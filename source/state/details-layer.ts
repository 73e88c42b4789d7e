import type { Fact } from '../domain/fact.ts';
import type { JobSource } from '../domain/transfer.ts';

/** All there is to know of an entry. */
export interface DetailsLayer {
  readonly type: 'details';
  readonly source: JobSource;
  /** What the row told, in words. */
  readonly known: readonly Fact[];
  /** What the store tells when it is asked, under its own names; null until it has answered. */
  readonly told: readonly Fact[] | null;
  /** The fact under it, the known ones first. */
  readonly cursor: number;
  readonly error: string | null;
  /** The file is being read for its hashes. */
  readonly isHashing: boolean;
}

/** All facts in the order shown. */
export function factsIn({ known, told }: DetailsLayer): readonly Fact[] {
  return [...known, ...(told ?? [])];
}
