import { errorWords } from '../../domain/error-words.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import { fitMiddle, spread } from '../fit.ts';
import { arrowOf, jobTail, jobTitle } from '../job-words.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { requestWords } from '../status-words.ts';
import { rowsAround } from './rows-around.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

/** The last requests, the newest last, each in words; below it all there is to say of the one under the cursor. */
export function requestsContent(layer: LayerOf<'requests'>, state: AppState, room: Room, now: number): PanelContent {
  const { requests } = state;
  const { width } = room;
  const rows = requests.map((record, at): readonly Span[] => {
    const { text, look } = requestWords(record, now);
    const line = fitMiddle(`${clockOf(record.startedAt)}  ${text}`, width - 2);
    return at === layer.cursor ? [{ text: `> ${line}`, look: 'cursor' }] : [{ text: '  ' }, { text: line, look }];
  });
  const record = requests[layer.cursor];
  const details =
    record === undefined
      ? []
      : [
          `try ${record.tries} of ${record.maxTries}`,
          ...(record.retryAfter === null ? [] : [`retry after ${record.retryAfter} s`]),
          ...(record.oopsId === null ? [] : [`oops ID ${record.oopsId}`]),
        ];
  const shown = rowsAround(rows, layer.cursor, room.height - 3);
  return {
    title: 'Requests',
    width,
    lines: [
      ...shown,
      [],
      [{ text: spread(details.join(', '), 'c copies a report, Esc closes', width), look: 'faint' }],
    ],
  };
}

/** All jobs of this run, and the failures of the one under the cursor. */
export function transfersContent(layer: LayerOf<'transfers'>, state: AppState, room: Room): PanelContent {
  const { width } = room;
  const rows = state.jobs.map((job, at): readonly Span[] => {
    const tail = jobTail(job);
    const text = `${arrowOf(job.spec)} ${fitMiddle(jobTitle(job.spec), Math.max(10, Math.floor(width * 0.4)))}  ${tail}`;
    return at === layer.cursor ? [{ text: `> ${text}`, look: 'cursor' }] : [{ text: `  ${text}` }];
  });
  const failures = (state.jobs[layer.cursor]?.failures ?? [])
    .slice(0, 5)
    .map(({ error }): readonly Span[] => [{ text: `✗ ${errorWords(error)}`, look: 'error' }]);
  const hint: readonly Span[] = [
    { text: 'p pauses, d cancels, r tries failed files again, K and J move; P, D, R all; X clears', look: 'faint' },
  ];
  const shown = rowsAround(rows, layer.cursor, room.height - failures.length - 2);
  return { title: 'Transfers', width, lines: [...shown, ...failures, [], hint] };
}

function clockOf(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
