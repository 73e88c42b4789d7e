import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import type { Registry } from '../../commands/registry.ts';
import type { RequestRecord } from '../../domain/request-record.ts';
import type { FileFailure } from '../../domain/transfer.ts';
import { fitMiddle, widthOf, wrap } from '../fit.ts';
import { arrowOf, jobTail, jobTitle, leftOutWords } from '../job-words.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { requestWords } from '../status-words.ts';
import { hintLines, type Hint } from './hints.ts';
import { rowsAround } from './rows-around.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

interface ListParts {
  readonly registry: Registry;
  readonly room: Room;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Line = readonly Span[];

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

/** The last requests, the newest last, each in words; below it all there is to say of the one under the cursor. */
export function requestsContent(
  layer: LayerOf<'requests'>,
  state: AppState,
  { registry, room, now }: ListParts,
): PanelContent {
  const { requests } = state;
  const { width } = room;
  const rows = requests.map((record, at) => (): Line => {
    const { text, look } = requestWords(record, now);
    const line = fitMiddle(`${clockOf(record.startedAt)}  ${text}`, width - 2);
    return at === layer.cursor ? [{ text: `> ${line}`, look: 'cursor' }] : [{ text: '  ' }, { text: line, look }];
  });
  const record = requests[layer.cursor];
  const foot = [
    ...(record === undefined ? [] : recordLines(record, width, now)),
    ...hintLines(
      registry,
      [
        ['requests-copy', 'copies a report'],
        ['requests-close', 'closes'],
      ],
      width,
    ),
  ];
  const shown = rowsAround(rows, layer.cursor, Math.max(1, room.height - 2 - foot.length)).map((draw) => draw());
  return { title: 'Requests', width, lines: [...shown, [], ...foot] };
}

/** What its row had no room for, and the facts that no row has. */
function recordLines(record: RequestRecord, width: number, now: number): readonly Line[] {
  const { text, look } = requestWords(record, now);
  const isCut = widthOf(clockOf(record.startedAt)) + 2 + widthOf(text) > width - 2;
  // A failed one tells its oops ID in its words.
  const hasOops = record.oopsId !== null && (record.outcome !== 'failed' || !isCut);
  const facts = [
    ...(width < ROOMY ? [] : [new Date(record.startedAt).toISOString(), `try ${record.tries} of ${record.maxTries}`]),
    ...(record.retryAfter === null ? [] : [`retry after ${record.retryAfter} s`]),
    ...(hasOops ? [`oops ID ${record.oopsId}`] : []),
  ];
  const whole = isCut ? wrap(text.replaceAll(/ {2,}/g, ', '), width).map((line): Line => [{ text: line, look }]) : [];
  const rest = facts.length === 0 ? [] : wrap(facts.join(', '), width);
  return [...whole, ...rest.map((line): Line => [{ text: line, look: 'faint' }])];
}

/** All jobs of this run, and the failures of the one under the cursor. */
export function transfersContent(
  layer: LayerOf<'transfers'>,
  state: AppState,
  { registry, room }: Omit<ListParts, 'now'>,
): PanelContent {
  const { width } = room;
  // Of a thousand jobs those alone are put into words that have a row.
  const rows = state.jobs.map((job, at) => (): Line => {
    const name = Math.max(10, Math.floor(width * 0.4));
    const tail = jobTail(job, registry, width - name - AROUND_NAME);
    const text = `${arrowOf(job.spec)} ${fitMiddle(jobTitle(job.spec, state.home), name)}  ${tail}`;
    return at === layer.cursor ? [{ text: `> ${text}`, look: 'cursor' }] : [{ text: `  ${text}` }];
  });
  const failures = leftOutLines(state.jobs[layer.cursor]?.failures ?? [], room);
  const hints = hintLines(
    registry,
    width < ROOMY ? [...TRANSFER_HINTS.slice(0, 3), ...TRANSFER_HINTS.slice(-1)] : TRANSFER_HINTS,
    width,
  );
  const left = Math.max(1, room.height - failures.length - 2 - hints.length);
  const shown = rowsAround(rows, layer.cursor, left).map((draw) => draw());
  return { title: 'Transfers', width, lines: [...shown, ...failures, [], ...hints] };
}

/** What failed before what was skipped, as far as there is room. */
function leftOutLines(failures: readonly FileFailure[], { height }: Room): readonly Line[] {
  const inOrder = failures.toSorted((a, b) => Number(a.outcome === 'skipped') - Number(b.outcome === 'skipped'));
  const lines = inOrder
    .slice(0, Math.max(1, Math.min(MOST_LEFT_OUT, Math.floor(height / 4))))
    .map((each): Line => [{ text: leftOutWords(each), look: each.outcome === 'failed' ? 'error' : 'warning' }]);
  const rest = failures.length - lines.length;
  return rest > 0 ? [...lines, [{ text: `  and ${rest} more; u1file jobs lists all`, look: 'faint' }]] : lines;
}

/** The cursor, the arrow and blanks beside a job's name. */
const AROUND_NAME = 6;
/** Files of one job that are told of. */
const MOST_LEFT_OUT = 5;
/** Below this width only what is done to one transfer is told; help has the rest. */
const ROOMY = 60;
const TRANSFER_HINTS: readonly Hint[] = [
  ['transfers-pause', 'pauses'],
  ['transfers-cancel', 'cancels'],
  ['transfers-retry', 'tries again'],
  ['transfers-earlier', 'moves up'],
  ['transfers-later', 'down'],
  ['transfers-pause-all', 'pauses all'],
  ['transfers-cancel-all', 'cancels all'],
  ['transfers-retry-all', 'tries all again'],
  ['transfers-forget', 'clears ended'],
  ['transfers-close', 'closes'],
];

function clockOf(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
