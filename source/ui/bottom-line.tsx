import type { ReactNode } from 'react';
import { keyLabel } from '../commands/key-label.ts';
import type { Registry } from '../commands/registry.ts';
import type { Layer } from '../state/layers.ts';
import { safeText } from '../domain/safe-text.ts';
import { fitLeft, widthOf } from './fit.ts';
import { fieldLine } from './layers/field-line.ts';
import { fittingHint, type Hint } from './layers/hints.ts';
import type { Span } from './panel.tsx';
import { StatusBar } from './status-bar.tsx';
import { useAppState } from './store-context.tsx';
import { Styled } from './styled.tsx';

interface BottomLineProps {
  /** The keys in force. */
  readonly registry: Registry;
  readonly width: number;
  readonly clock: () => number;
}

/** The line above the key bar: what is being typed into it, else the status bar. */
export function BottomLine({ registry, width, clock }: BottomLineProps): ReactNode {
  const top = useAppState((state) => state.layers.at(-1));
  const spans = top === undefined ? null : lineOf(top, registry, width);
  if (spans === null) return <StatusBar registry={registry} width={width} clock={clock} />;
  const used = spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  return (
    <Styled look="plain">
      {spans.map(({ text, look = 'plain' }, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a span is its place in the line
        <Styled key={at} look={look}>
          {text}
        </Styled>
      ))}
      {fitLeft('', Math.max(0, width - used))}
    </Styled>
  );
}

const VIEW_QUESTIONS = { find: 'Search', 'find-back': 'Search backwards', go: 'Go to' } as const;

const FILTER_HINTS: readonly (readonly Hint[])[] = [
  [
    ['filter-keep', 'keeps it'],
    ['filter-drop', 'shows all'],
  ],
  [
    ['filter-keep', 'keeps'],
    ['filter-drop', 'drops'],
  ],
];
const JUMP_HINTS: readonly (readonly Hint[])[] = [
  [
    ['jump-done', 'ends the typing'],
    ['jump-next', 'goes on'],
    ['jump-previous', 'goes back'],
  ],
  [['jump-done', 'ends it']],
];
const JUMPED_HINTS: readonly (readonly Hint[])[] = [
  [
    ['jump-next', 'next'],
    ['jump-previous', 'previous'],
    ['jump-close', 'closes'],
  ],
  [
    ['jump-next', 'next'],
    ['jump-previous', 'back'],
  ],
];

/** The layers that live in this line. */
function lineOf(layer: Layer, registry: Registry, width: number): readonly Span[] | null {
  const typed = (label: string, field: Parameters<typeof fieldLine>[0]): readonly Span[] => [
    { text: ` ${label}: `, look: 'key' },
    ...fieldLine(field, Math.floor(width / 2)),
  ];
  switch (layer.type) {
    case 'filter':
      return withHint(typed('Filter', layer.field), width, (room) => fittingHint(registry, FILTER_HINTS, room));
    case 'jump':
      return layer.isTyping
        ? withHint(typed('Jump to', layer.field), width, (room) => fittingHint(registry, JUMP_HINTS, room))
        : withHint([{ text: ` Jump to: ${safeText(layer.field.text)}`, look: 'key' }], width, (room) =>
            fittingHint(registry, JUMPED_HINTS, room),
          );
    case 'view-ask':
      return withHint(typed(VIEW_QUESTIONS[layer.what], layer.field), width, (room) =>
        firstThatFits(layer.what === 'go' ? GO_WORDS : FIND_WORDS, room),
      );
    case 'sort': {
      const ways = [SORT_NAMES, SHORT_SORT_NAMES].map((names) => sortWords(registry, names));
      const orders = firstThatFits(ways, width - SORT_LABEL.length);
      return withHint([{ text: SORT_LABEL, look: 'key' }, { text: orders }], width, (room) =>
        fittingHint(registry, [[['sort-close', 'leaves']]], room),
      );
    }
    case 'accounts':
    case 'settings':
    case 'sign-in':
    case 'devices':
    case 'help':
    case 'palette':
    case 'places':
    case 'prompt':
    case 'confirm':
    case 'choice':
    case 'transfer':
    case 'conflict':
    case 'requests':
    case 'transfers':
    case 'details':
    case 'viewer':
    case 'address':
    case 'public-files':
      return null;
  }
}

const GO_WORDS = ['a line, 50%, @offset, 0xoffset', 'line, 50%, @offset', 'line, 50%'];
const FIND_WORDS = ['lower case finds both; in hex also de ad', 'lower case finds both'];

const SORT_LABEL = ' Sort by: ';
const SORT_NAMES = {
  name: 'name',
  size: 'size',
  time: 'time',
  kind: 'kind',
  folders: 'folders first',
  reverse: 'reverse',
};
const SHORT_SORT_NAMES = { ...SORT_NAMES, folders: 'folder', reverse: 'rev' };

/** `n name  s size  …`: the keys as they are bound; where a key is the word's own first letter, the short form is the word alone. */
function sortWords(registry: Registry, names: Readonly<Record<string, string>>): string {
  const isShort = names === SHORT_SORT_NAMES;
  const words = Object.entries(names).flatMap(([id, name]) => {
    const key = registry.byId(`sort-${id}`)?.keys[0];
    if (key === undefined) return [];
    return [isShort && name.startsWith(key) ? name : `${keyLabel(key)} ${name}`];
  });
  return words.join(isShort ? ' ' : '  ');
}

function firstThatFits(ways: readonly string[], room: number): string {
  return ways.find((words) => widthOf(words) <= room) ?? '';
}

const GAP = '   ';

/** A hint after what stands in the line, as long as there is room for it. */
function withHint(spans: readonly Span[], width: number, hintFor: (room: number) => string): readonly Span[] {
  const used = spans.reduce((sum, { text }) => sum + widthOf(text), 0);
  const words = hintFor(width - used - GAP.length);
  return words === '' ? spans : [...spans, { text: GAP + words, look: 'faint' }];
}
