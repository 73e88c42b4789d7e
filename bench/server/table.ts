import { readFile, writeFile } from 'node:fs/promises';

/** What was measured of one server in all rounds: files a second, and MiB a second. */
export interface Rounds {
  readonly name: string;
  /** Each round has the four figures of `ROWS`. */
  readonly rounds: readonly (readonly number[])[];
}

export interface Measured {
  readonly ours: Rounds;
  readonly floors: readonly Rounds[];
  /** Null where there is none on this machine. */
  readonly peer: Rounds | null;
  readonly listing: { readonly children: number; readonly first: readonly number[]; readonly all: readonly number[] };
  /** Bytes. */
  readonly peakMemory: number;
  readonly bigBytes: number;
}

const BEGIN = '<!-- written by bench/server/main.ts --docs -->';
const END = '<!-- end of what it writes -->';

/** All figures in one table, with what is aimed at. */
export function tableOf(measured: Measured): string {
  const { ours, floors, peer, listing, peakMemory, bigBytes } = measured;
  const big = `${bigBytes / 2 ** 20} MiB`;
  const rows = [
    ['4 KiB put over 16 connections, files/s', 0.5],
    ['4 KiB got over 16 connections, files/s', 0.6],
    [`${big} put, MiB/s`, 0.7],
    [`${big} got, MiB/s`, 0.7],
  ] as const;
  const head = ['figure', 'u1file', ...floors.map(({ name }) => name), peer?.name ?? 'nginx', 'of nginx', 'aim'];
  const lines = rows.map(([row, aim]: readonly [string, number], column) => {
    const all = [ours, ...floors, ...(peer === null ? [] : [peer])];
    const cells = all.map(({ rounds }) => shown(rounds.map((each) => each[column] ?? 0)));
    const none = peer === null ? ['–'] : [];
    return [row].concat(cells, none, ratio(ours, peer, column), `${aim}`);
  });
  const more = [
    [`${listing.children} children: first byte, ms`, shown(listing.first), '100'],
    [`${listing.children} children: all, ms`, shown(listing.all), '1000'],
    ['peak memory, MiB', (peakMemory / 2 ** 20).toFixed(0), '200'],
  ];
  return `${markdown([head, ...lines])}\n\n${markdown([['figure', 'u1file', 'aim'], ...more])}`;
}

/** Puts the table into the page, between the lines that mark its place. */
export async function writeIntoPage(page: string, table: string): Promise<void> {
  const text = await readFile(page, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${page} has no place for the table`);
  await writeFile(page, `${text.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${text.slice(end)}`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The median, and how far the rounds were apart. */
function shown(values: readonly number[]): string {
  if (values.length < 2) return median(values).toFixed(0);
  return `${median(values).toFixed(0)} (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`;
}

/** Of the medians; what else the machine did meets both, since the rounds go around. */
function ratio(ours: Rounds, peer: Rounds | null, column: number): string {
  if (peer === null) return '–';
  const of = ({ rounds }: Rounds) => median(rounds.map((each) => each[column] ?? 0));
  return (of(ours) / of(peer)).toFixed(2);
}

function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
