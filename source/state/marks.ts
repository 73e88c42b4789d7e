import type { Listing } from '../domain/listing.ts';

/** A range being drawn from a row: while it grows and shrinks, what it leaves is as it was before. */
export interface MarkRange {
  readonly anchor: number;
  /** False takes marks off: the range began on a marked row. */
  readonly isMarked: boolean;
  readonly before: ReadonlySet<string>;
}

export function withMarks(marks: ReadonlySet<string>, names: readonly string[], isMarked: boolean) {
  const next = new Set(marks);
  for (const name of names) {
    if (isMarked) next.add(name);
    else next.delete(name);
  }
  return next;
}

/** What a range is drawn over. */
export interface MarkableRows {
  readonly marks: ReadonlySet<string>;
  readonly range: MarkRange | null;
  readonly cursor: number;
  readonly count: number;
  /** The name in a row; null on `..`. */
  readonly nameAt: (row: number) => string | null;
}

/** The marks whose names are still in the listing. */
export function stillThere(marks: ReadonlySet<string>, listing: Listing): ReadonlySet<string> {
  if (marks.size === 0) return marks;
  const names = new Set<string>();
  for (let index = 0; index < listing.length; index += 1) names.add(listing.name(index));
  return new Set([...marks].filter((name) => names.has(name)));
}

/**
 * The marks and the range when the cursor goes on to this row, which may lie past an end. As with "mark and step", the rows
 * passed are in the range and the one arrived at is not, except at an end of the list.
 */
export function rangeTo(rows: MarkableRows, to: number): Pick<MarkableRows, 'marks' | 'range'> {
  const range = rows.range ?? newRange(rows);
  const { anchor, isMarked, before } = range;
  const last = rows.count - 1;
  const [from, end] = to >= anchor ? [anchor, to > last ? last : to - 1] : [Math.max(0, to + 1), anchor];
  const names: string[] = [];
  for (let row = from; row <= end; row += 1) {
    const name = rows.nameAt(row);
    if (name !== null) names.push(name);
  }
  return { marks: withMarks(before, names, isMarked), range };
}

function newRange({ cursor, marks, nameAt }: MarkableRows): MarkRange {
  const name = nameAt(cursor);
  return { anchor: cursor, isMarked: name === null || !marks.has(name), before: marks };
}
