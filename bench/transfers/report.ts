import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';

/** One figure of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  /** Ours to the peer's; null where there is none. */
  readonly ratio: number | null;
  /** Null where the row only tells what limits another. */
  readonly wanted: { readonly atLeast: number } | { readonly atMost: number } | null;
  /** What is held against that: the ratio, or a figure of ours alone. */
  readonly value: number;
  /** Of the wanted figure. */
  readonly unit?: string;
}

/** The rows as a table of Markdown. */
export function toTable(rows: readonly Row[]): string {
  const lines = rows.map(({ what, ours, peer, ratio, wanted, unit = '', value }) => {
    const goal = wanted === null ? ['', ''] : [`${goalOf(wanted)}${unit}`, isMet(value, wanted) ? 'yes' : '**no**'];
    const cells = [what, ours, peer, ratio?.toFixed(2) ?? '', ...goal];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| figure | u1file | peer | ratio | wanted | met |', '| --- | --- | --- | --- | --- | --- |', ...lines].join(
    '\n',
  );
}

/** Puts the table between the two marks of a document, in the place of the one that is there. */
export async function writeInto(path: string, rows: readonly Row[], note: string): Promise<void> {
  const [begin, end] = ['<!-- bench/transfers -->', '<!-- end of bench/transfers -->'];
  const text = await readFile(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table`);
  const day = new Date().toISOString().slice(0, 10);
  const where = `${day}, ${cpus().length} processors (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.version.slice(1)}. ${note}`;
  await writeFile(path, `${text.slice(0, from)}${begin}\n\n${where}\n\n${toTable(rows)}\n\n${text.slice(to)}`);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

type Wanted = NonNullable<Row['wanted']>;

function goalOf(wanted: Wanted): string {
  return 'atLeast' in wanted ? `>= ${wanted.atLeast}` : `<= ${wanted.atMost}`;
}

function isMet(value: number, wanted: Wanted): boolean {
  // As it is printed.
  const shown = Number(value.toFixed(2));
  return 'atLeast' in wanted ? shown >= wanted.atLeast : shown <= wanted.atMost;
}
