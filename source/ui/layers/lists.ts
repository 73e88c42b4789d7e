import { listedCommands } from '../../commands/finding.ts';
import type { Registry } from '../../commands/registry.ts';
import { keyLabel } from '../../commands/key-label.ts';
import { errorWords } from '../../domain/error-words.ts';
import type { AppState } from '../../state/app-state.ts';
import type { Layer } from '../../state/layers.ts';
import { fitLeft, fitMiddle, spread } from '../fit.ts';
import { arrowOf, jobTail, jobTitle } from '../job-words.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { requestWords } from '../status-words.ts';
import { fieldLine } from './field-line.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

const KEYS_WIDTH = 22;

/** Help and palette: a search line over the commands that fit, each with its keys and why it cannot run now. */
export function commandsContent(
  layer: LayerOf<'help'> | LayerOf<'palette'>,
  registry: Registry,
  state: AppState,
  room: Room,
): PanelContent {
  const width = Math.min(90, room.width);
  const commands = listedCommands(registry.commands, layer.filter.text);
  const rows = commands.map(({ title, keys, whyDisabled }, at): readonly Span[] => {
    const reason = layer.type === 'palette' ? (whyDisabled?.(state) ?? null) : null;
    const names = fitLeft(keys.map(keyLabel).join(' '), KEYS_WIDTH);
    const why = reason === null ? '' : `  (${reason})`;
    if (at === layer.cursor) return [{ text: `> ${names}${title}${why}`, look: 'cursor' }];
    return [{ text: '  ' }, { text: names, look: 'key' }, { text: title }, { text: why, look: 'faint' }];
  });
  const search: readonly Span[] = [{ text: 'Search: ' }, ...fieldLine(layer.filter, width - 8)];
  const hint: readonly Span[] = [{ text: 'Enter runs it, Esc closes', look: 'faint' }];
  const shown = window(rows, layer.cursor, room.height - 4);
  return { title: layer.type === 'help' ? 'Help' : 'Commands', width, lines: [search, [], ...shown, hint] };
}

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
  const shown = window(rows, layer.cursor, room.height - 3);
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
    { text: 'p pauses, d cancels, r tries failed files again, Esc closes', look: 'faint' },
  ];
  const shown = window(rows, layer.cursor, room.height - failures.length - 2);
  return { title: 'Transfers', width, lines: [...shown, ...failures, [], hint] };
}

/** Plain lines to read. */
export function detailsContent(layer: LayerOf<'details'>, room: Room): PanelContent {
  const width = Math.min(90, room.width);
  const rows = layer.lines.slice(layer.top, layer.top + room.height).map((text): readonly Span[] => [{ text }]);
  return { title: layer.title, width, lines: [...rows, [], [{ text: 'Esc closes', look: 'faint' }]] };
}

/** The rows around the cursor that fit. */
function window<Row>(rows: readonly Row[], cursor: number, height: number): readonly Row[] {
  const top = Math.max(0, Math.min(rows.length - height, cursor - Math.floor(height / 2)));
  return rows.slice(top, top + height);
}

function clockOf(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
