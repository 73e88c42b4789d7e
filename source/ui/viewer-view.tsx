import { Box } from 'ink';
import { memo, type ReactNode } from 'react';
import type { Registry } from '../commands/registry.ts';
import { formatBytes } from '../domain/format.ts';
import { nameOf } from '../domain/location.ts';
import type { Encoding, View, ViewPicture, ViewRow } from '../domain/view.ts';
import type { ScreenSize } from '../state/app-state.ts';
import type { Layer } from '../state/layers.ts';
import { viewerRoom } from '../state/viewing.ts';
import { fitMiddle, spread, widthOf, wrap } from './fit.ts';
import { hintWords, type Hint } from './layers/hints.ts';
import { Line } from './line.tsx';
import { picturePlace, pictureRows } from './picture-rows.ts';
import { Styled } from './styled.tsx';

const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'latin-1': 'Latin-1',
  'windows-1252': 'Windows-1252',
};
const LOOKS = { plain: 'plain', found: 'chosen', faint: 'faint', error: 'error' } as const;

interface ViewerViewProps {
  /** The keys in force. */
  readonly registry: Registry;
  readonly viewer: Extract<Layer, { type: 'viewer' }>;
  readonly size: ScreenSize;
}

/** A file over the whole width: what it is and where one is in it, then its rows. */
export function ViewerView({ registry, viewer, size }: ViewerViewProps): ReactNode {
  const { view, source } = viewer;
  const { columns, rows } = viewerRoom(size);
  const facts = factsOf(view, columns);
  const name = fitMiddle(` ${nameOf(source.location)}`, Math.max(8, columns - widthOf(facts) - 2)).trimEnd();
  const shown = view.state === 'failed' ? failureRows(view, registry, columns) : view.rows;
  return (
    <Box flexDirection="column" width={columns}>
      <Line text={spread(name, facts, columns)} look="headActive" />
      {view.picture !== null && <PictureView picture={view.picture} width={columns} height={rows} />}
      {Array.from({ length: view.picture === null ? rows : 0 }, (_, at) => (
        <ViewLine key={at} row={shown[at] ?? NOTHING} width={columns} />
      ))}
    </Box>
  );
}

interface PictureViewProps {
  readonly picture: ViewPicture;
  readonly width: number;
  readonly height: number;
}

/** A picture in the middle. Its rows hold colours of their own. */
const PictureView = memo(({ picture, width, height }: PictureViewProps): ReactNode => {
  const place = picturePlace(picture, { columns: width, rows: height });
  const left = ' '.repeat(place.column);
  const rows = pictureRows(picture);
  const above = place.row;
  const all = [...Array.from({ length: above }, () => ''), ...rows.map((row) => left + row)];
  return (
    <Box flexDirection="column" height={height}>
      {all.map((row, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a row is its place on the screen
        <Styled key={at} look="plain">
          {row === '' ? ' ' : row}
        </Styled>
      ))}
    </Box>
  );
});
PictureView.displayName = 'PictureView';

const NOTHING: ViewRow = [];

const ViewLine = memo(
  ({ row, width }: { readonly row: ViewRow; readonly width: number }): ReactNode => {
    const used = row.reduce((sum, { text }) => sum + widthOf(text), 0);
    return (
      <Styled look="plain">
        {row.map(({ text, look }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a span is its place in the row
          <Styled key={at} look={LOOKS[look]}>
            {text}
          </Styled>
        ))}
        {' '.repeat(Math.max(0, width - used))}
      </Styled>
    );
  },
  (before, after) => before.width === after.width && isSameRow(before.row, after.row),
);
ViewLine.displayName = 'ViewLine';

function isSameRow(a: ViewRow, b: ViewRow): boolean {
  return a.length === b.length && a.every(({ text, look }, at) => text === b[at]?.text && look === b[at]?.look);
}

/** Size, place, encoding and mode; on a narrow screen the most telling of them. */
function factsOf(view: View, columns: number): string {
  const { state, size, offset, end, column } = view;
  if (state === 'waiting') return 'reading … ';
  if (state === 'failed' || size === null) return '';
  const percent = `${size === 0 ? 100 : Math.floor((end / size) * 100)} %`;
  const place = `0x${offset.toString(16)}`;
  const mode = modeWords(view);
  const aside = column > 0 ? `column ${column + 1}` : '';
  const all = [view.kind, formatBytes(size), place, percent, aside, ENCODING_NAMES[view.encoding], mode];
  if (view.mode === 'picture') return `${[view.kind, formatBytes(size)].join('  ')} `;
  const few = [formatBytes(size), percent, mode];
  const join = (words: readonly string[]): string => words.filter((word) => word !== '').join('  ');
  return `${columns < 80 ? join(few) : join(all)} `;
}

function modeWords({ mode, isWrapped }: View): string {
  if (mode === 'text') return isWrapped ? 'text' : 'text, not wrapped';
  return mode;
}

const FAILED_HINTS: readonly Hint[] = [
  ['viewer-reload', 'tries again'],
  ['viewer-leave', 'closes'],
];

function failureRows({ rows }: View, registry: Registry, columns: number): readonly ViewRow[] {
  const words = rows.flatMap((row) => row.map(({ text }) => text)).join(' ');
  const why = wrap(`✗ ${words}`, Math.max(10, columns - 4));
  const hints = hintWords(registry, FAILED_HINTS);
  return [[], ...why.map((text) => failureRow(text, 'error')), [], failureRow(hints, 'faint')];
}

function failureRow(text: string, look: 'error' | 'faint'): ViewRow {
  return [{ text: `  ${text}`, look }];
}
