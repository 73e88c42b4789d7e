import type { Registry } from '../../commands/registry.ts';
import type { Fact } from '../../domain/fact.ts';
import { factsIn, type DetailsLayer } from '../../state/details-layer.ts';
import { fitLeft, widthOf, wrap } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { hintLines, type Hint } from './hints.ts';

type Line = readonly Span[];

const WIDTH = 92;
/** Below this width a name stands in the line of its value instead of a column of its own. */
const ROOMY = 60;

/** All facts with the cursor on one, the store's own below a line; long values go on in further lines. */
export function detailsContent(
  layer: DetailsLayer,
  registry: Registry,
  room: { readonly width: number; readonly height: number },
): PanelContent {
  const width = Math.min(WIDTH, room.width);
  const facts = factsIn(layer);
  const nameWidth = Math.max(...facts.map(({ name }) => widthOf(name))) + 2;
  const blocks = facts.map((fact, at) => factLines(fact, { width, nameWidth, isUnder: at === layer.cursor }));
  const error =
    layer.error === null ? [] : wrap(`✗ ${layer.error}`, width).map((text): Line => [{ text, look: 'error' }]);
  const foot = [...busyLines(layer), ...error, [], ...footHints(layer, registry, width)];
  const lines = [...blocks.slice(0, layer.known.length), ...gap(layer, width), ...blocks.slice(layer.known.length)];
  const cursor = layer.cursor + (layer.cursor < layer.known.length ? 0 : 1);
  return {
    title: 'Details',
    width,
    lines: [...blocksAround(lines, cursor, Math.max(1, room.height - 1 - foot.length)), ...foot],
  };
}

interface FactPlace {
  readonly width: number;
  readonly nameWidth: number;
  readonly isUnder: boolean;
}

function factLines({ name, value }: Fact, { width, nameWidth, isUnder }: FactPlace): readonly Line[] {
  const isRoomy = width >= ROOMY;
  const look = isUnder ? ({ look: 'cursor' } as const) : {};
  const [first = '', ...more] = isRoomy ? wrap(value, width - 2 - nameWidth) : wrap(`${name}: ${value}`, width - 2);
  const head = isRoomy ? fitLeft(name, nameWidth) : '';
  // Further lines begin with a blank of its own: no cursor stands on them.
  const indent = ' '.repeat(1 + (isRoomy ? nameWidth : 0));
  return [
    [{ text: `${isUnder ? '> ' : '  '}${head}${first}`, ...look }],
    ...more.map((text): Line => [
      { text: ' ', ...look },
      { text: `${indent}${text}`, ...look },
    ]),
  ];
}

function gap({ told }: DetailsLayer, width: number): readonly (readonly Line[])[] {
  return told === null || told.length === 0 ? [] : [[[{ text: '─'.repeat(width), look: 'faint' }]]];
}

function busyLines({ told, isHashing }: DetailsLayer): readonly Line[] {
  const words = isHashing ? 'reading the file…' : told === null ? 'asking for more…' : null;
  return words === null ? [] : [[{ text: words, look: 'faint' }]];
}

function footHints({ source, known }: DetailsLayer, registry: Registry, width: number): readonly Line[] {
  const canHash =
    source.location.side === 'local' && source.entry.kind === 'file' && !known.some(({ name }) => name === 'Hash');
  const hints: readonly Hint[] = [
    ['details-copy', 'copies it'],
    ['details-copy-all', 'copies all'],
    ...(canHash ? [['details-hash', 'reads the hash'] as const] : []),
    ['details-close', 'closes'],
  ];
  return hintLines(registry, hints, width);
}

/** The lines of the block under the cursor, and of as many around it as there is room for. */
function blocksAround(blocks: readonly (readonly Line[])[], cursor: number, height: number): readonly Line[] {
  const before = blocks.slice(0, cursor).flat().length;
  const all = blocks.flat();
  const own = blocks[cursor]?.length ?? 0;
  const middle = before - Math.max(0, Math.floor((height - own) / 2));
  const top = Math.max(0, Math.min(all.length - height, before, middle));
  return all.slice(top, top + height);
}
