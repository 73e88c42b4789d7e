import { availableParallelism, cpus } from 'node:os';
import type { Figures } from './figures.ts';
import { short } from './numbers.ts';

/** What each program came to: by program, by kind of figure. */
export type Results = Readonly<Record<string, Readonly<Record<string, Figures>>>>;

interface Row {
  readonly figure: string;
  readonly wanted: string;
  readonly limits: string;
  /** Ours and mc's, as words; null where mc has none. */
  readonly ours: (of: Reader, ofAny: (program: string) => Reader) => string;
  readonly peer?: 'as ours' | ((of: Reader) => string);
}

/** A figure of one program; NaN where it was not taken. */
type Reader = (what: string, name: string) => number;

const ms = (value: number): string => `${short(value)} ms`;
const times = (value: number): string => `${short(value)}x`;
const mib = (value: number): string => `${Math.round(value)}`;

function keys(what: string): (of: Reader) => string {
  return (of) => `${short(of(what, 'keyMedian'))} / ${ms(of(what, 'keyP99'))}`;
}

const ROWS: readonly Row[] = [
  {
    figure: 'bytes per Down, 200 keys through 1 000 files, median / mean',
    wanted: '200 / 300',
    limits: 'the bar: two rows are written anew, since each of their cells changes its style',
    ours: (of) => `${short(of('downs', 'bytesMedian'))} / ${short(of('downs', 'bytesMean'))}`,
    peer: 'as ours',
  },
  {
    figure: 'bytes per page; mark; other pane',
    wanted: '2 374; –; –',
    limits: '',
    ours: (of) => ['page', 'mark', 'otherPane'].map((name) => short(of('acts', name))).join('; '),
    peer: 'as ours',
  },
  {
    figure: 'bytes of a resize to 80x24; and back',
    wanted: '3 754',
    limits: 'all of it is drawn again: what terminals keep of a picture differs',
    ours: (of) => `${short(of('acts', 'smaller'))}; ${short(of('acts', 'wider'))}`,
    peer: 'as ours',
  },
  {
    figure: 'bytes of the first picture, with all that comes after it until it is calm',
    wanted: '8 000',
    limits: '',
    ours: (of) => short(of('start', 'bytes')),
    peer: 'as ours',
  },
  {
    figure: 'bytes of a progress tick, median; of a second of nothing',
    wanted: '10; 0',
    limits: 'a percentage that changes at the same tick is one more place to write',
    ours: (of) => `${short(of('progress', 'tickMedian'))}; ${short(of('acts', 'idle'))}`,
    peer: (of) => `–; ${short(of('acts', 'idle'))}`,
  },
  {
    figure: 'key to last byte, median / p99',
    wanted: '5 / 16 ms',
    limits: 'React and Ink lay the whole screen out for each picture',
    ours: (of) => `${short(of('downs', 'timeMedian'))} / ${ms(of('downs', 'timeP99'))}`,
    peer: 'as ours',
  },
  {
    figure: 'key to the move of the bar while four files of 3 GiB go up, median / p99',
    wanted: '5 / 16 ms',
    limits: 'two threads that copy and hash at full speed, and this one, on as few processors',
    ours: keys('progress'),
  },
  {
    figure: 'the same for a Node program that only answers, beside two threads that hash',
    wanted: '–',
    limits: 'the floor of the row above',
    ours: (_, of) => keys('progress')(of('node echo')),
  },
  {
    figure: '200 keys in one write; 20 000',
    wanted: 'right row, 4 kB; none lost',
    limits: '',
    ours: (of) =>
      ['burst 200', 'burst 20 000']
        .map(
          (what) => `${short(of(what, 'bytes'))} bytes, ${of(what, 'isRight') === 1 ? 'right row' : '**wrong row**'}`,
        )
        .join('; '),
    peer: (of) => `${short(of('burst 200', 'bytes'))} bytes`,
  },
  {
    figure: 'first byte, times bare Node',
    wanted: '1.5x',
    limits: 'bare Node: the frame is painted before the program is loaded',
    ours: (of) => times(of('start', 'chromeTimesBareNode')),
    peer: 'as ours',
  },
  {
    figure: 'names in both panes, local and embedded cloud, from the second start on',
    wanted: '3.5x',
    limits: 'bare Node, a thousand looks at the disk, code that is not warm',
    ours: (of) => times(of('start', 'timesBareNode')),
    peer: 'as ours',
  },
  {
    figure: 'the same at the very first start of all',
    wanted: '3.5x',
    limits:
      "code that is not compiled yet, and the cloud, which is made for the picture: loading that, and the disk's time",
    ours: (of) => times(of('first start', 'timesBareNode')),
  },
  {
    figure: '`u1file list` with the embedded cloud, start to exit',
    wanted: '2.5x',
    limits: 'bare Node, its parts for files, SQLite and streams, the query builder',
    ours: (of) => times(of('list', 'timesBareNode')),
  },
  {
    figure: '100 000 entries: first rows after the frame; all named and sorted after the start',
    wanted: '150 ms; 1.5 s',
    limits: '',
    ours: (of) => `${ms(of('100 000', 'firstRowsAfterFrame'))}; ${ms(of('100 000', 'allNamed'))}`,
    peer: 'as ours',
  },
  {
    figure: 'keys while they are read, from the press to the move of the bar, the first left out, median / p99',
    wanted: '– / 16 ms',
    limits: 'the first pictures after the program is loaded: code that is not warm, threads that start',
    ours: keys('100 000'),
    peer: 'as ours',
  },
  {
    figure: 'the very first of these keys, pressed at the first rows',
    wanted: '–',
    limits: 'it waits for the program to be loaded',
    ours: (of) => ms(of('100 000', 'firstKey')),
    peer: 'as ours',
  },
  {
    figure: 'MiB with 1 000 entries after half a minute without a key: server elsewhere; with the embedded one',
    wanted: '75; –',
    limits: 'bare Node takes 42, a thread without anything in it 20 more, of which 15 stay when it has ended',
    ours: (of) => `${mib(of('memory elsewhere', 'rested'))}; ${mib(of('memory embedded', 'rested'))}`,
    peer: (of) => mib(of('memory', 'now')),
  },
  {
    figure: 'the same before that',
    wanted: '–',
    limits: 'two threads, three with the embedded cloud',
    ours: (of) => `${mib(of('memory elsewhere', 'now'))}; ${mib(of('memory embedded', 'now'))}`,
  },
  {
    figure: 'MiB with 100 000 entries in both panes after half a minute without a key',
    wanted: '150',
    limits: 'the names, and what they sort by',
    ours: (of) => mib(of('100 000', 'bothRested')),
    peer: (of) => mib(of('100 000', 'now')),
  },
  {
    figure: 'MiB before that: in one pane; in both',
    wanted: '–',
    limits: 'three threads, and what V8 keeps for what is new',
    ours: (of) => `${mib(of('100 000', 'now'))}; ${mib(of('100 000', 'both'))}`,
  },
];

/** The table of `docs/performance.md`, all of it from one run. */
export function tableOf(results: Results): string {
  const reader =
    (program: string): Reader =>
    (what, name) =>
      results[program]?.[what]?.[name] ?? Number.NaN;
  const bare = reader('node -e 0')('start', 'toExit');
  const lines = ROWS.map(({ figure, wanted, limits, ours, peer }) => {
    const other = peer === 'as ours' ? ours : peer;
    const cells = [figure, ours(reader('u1file'), reader), wanted, other?.(reader('mc'), reader) ?? '–', limits];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `Bare Node takes ${ms(bare)} here: ${availableParallelism()} processors, ${cpus()[0]?.model ?? ''}, Node ${process.versions.node}.`,
    '',
    '| figure | u1file | wanted | mc | what limits it |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
  ].join('\n');
}
