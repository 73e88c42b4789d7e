import type { Listing } from '../domain/listing.ts';

export type SortKey = 'name' | 'size' | 'time' | 'kind';

export interface SortOrder {
  readonly key: SortKey;
  readonly isReversed: boolean;
}

/** Which entries are shown at all. */
export interface RowFilter {
  readonly showHidden: boolean;
  /** Only names that hold this, case aside; empty for all. */
  readonly filter: string;
}

/**
 * The rows of a pane: indexes into the listing, folders first, then by the key, equal ones by name. Names sort as a
 * person counts (`file2` before `file10`), case aside; undotted before nothing. Hidden entries are left out unless asked.
 */
export function sortedRows(listing: Listing, order: SortOrder, { showHidden, filter }: RowFilter): Uint32Array {
  const rows: number[] = [];
  const wanted = filter.toLowerCase();
  for (let index = 0; index < listing.length; index += 1) {
    const name = listing.name(index);
    if (!showHidden && name.startsWith('.')) continue;
    if (wanted === '' || name.toLowerCase().includes(wanted)) rows.push(index);
  }
  const compare = comparison(listing, order);
  return Uint32Array.from(rows.sort(compare));
}

/** A key that makes plain comparison of strings sort as a person counts: digits are led by the length of their run. */
export function naturalKey(name: string): string {
  const lower = name.toLowerCase();
  return /\d/.test(lower)
    ? lower.replace(/0*(\d+)/g, (_, digits: string) => lengthMark(digits.length) + digits)
    : lower;
}

function lengthMark(length: number): string {
  // Between the digits and the letters' place in order, so that a longer run of digits is the larger number.
  return `0${String.fromCharCode(0x30 + Math.min(length, 60_000))}`;
}

type Comparison = (a: number, b: number) => number;

function comparison(listing: Listing, { key, isReversed }: SortOrder): Comparison {
  const sign = isReversed ? -1 : 1;
  const byName = nameComparison(listing);
  const byKey = keyComparison(listing, key);
  return (a, b) => {
    const folders = Number(listing.isFolderLike(b)) - Number(listing.isFolderLike(a));
    if (folders !== 0) return folders;
    return sign * (byKey(a, b) || byName(a, b));
  };
}

function keyComparison(listing: Listing, key: SortKey): Comparison {
  switch (key) {
    case 'name':
      return () => 0;
    case 'size':
      return (a, b) => (listing.size(b) ?? -1) - (listing.size(a) ?? -1);
    case 'time':
      return (a, b) => (listing.modifiedAt(b) ?? 0) - (listing.modifiedAt(a) ?? 0);
    case 'kind':
      return (a, b) => compareText(extension(listing.name(a)), extension(listing.name(b)));
  }
}

function nameComparison(listing: Listing): Comparison {
  const keys: string[] = [];
  for (let index = 0; index < listing.length; index += 1) keys.push(naturalKey(listing.name(index)));
  return (a, b) => compareText(keys[a] ?? '', keys[b] ?? '') || compareText(listing.name(a), listing.name(b));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function extension(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}
