import type { ReactNode } from 'react';
import type { Layer } from '../state/layers.ts';
import { safeText } from '../domain/safe-text.ts';
import { fitLeft, widthOf } from './fit.ts';
import { fieldLine } from './layers/field-line.ts';
import type { Span } from './panel.tsx';
import { StatusBar } from './status-bar.tsx';
import { useAppState } from './store-context.tsx';
import { Styled } from './styled.tsx';

/** The line above the key bar: what is being typed into it, else the status bar. */
export function BottomLine({ width, clock }: { readonly width: number; readonly clock: () => number }): ReactNode {
  const top = useAppState((state) => state.layers.at(-1));
  const spans = top === undefined ? null : lineOf(top, width);
  if (spans === null) return <StatusBar width={width} clock={clock} />;
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

/** Below this width the names of the orders are cut short. */
const NARROW = 72;
const ROOMY = 90;
const SHORT_ORDERS = 'name size time kind folder rev';

const VIEW_QUESTIONS = { find: 'Search', 'find-back': 'Search backwards', go: 'Go to' } as const;

/** The layers that live in this line. */
function lineOf(layer: Layer, width: number): readonly Span[] | null {
  switch (layer.type) {
    case 'filter':
      return [
        { text: ' Filter: ', look: 'key' },
        ...fieldLine(layer.field, Math.floor(width / 2)),
        hint('Enter keeps it, Esc shows all'),
      ];
    case 'jump':
      return layer.isTyping
        ? [
            { text: ' Jump to: ', look: 'key' },
            ...fieldLine(layer.field, Math.floor(width / 2)),
            hint('Enter, then n and N go on'),
          ]
        : [{ text: ` Jump to: ${safeText(layer.field.text)}`, look: 'key' }, hint('n next, N previous, Esc closes')];
    case 'view-ask':
      return [
        { text: ` ${VIEW_QUESTIONS[layer.what]}: `, look: 'key' },
        ...fieldLine(layer.field, Math.floor(width / 2)),
        hint(layer.what === 'go' ? 'a line, 50%, @offset, 0xoffset' : 'lower case finds both; in hex also de ad'),
      ];
    case 'sort':
      return [
        { text: ' Sort by: ', look: 'key' },
        { text: width < NARROW ? SHORT_ORDERS : 'n name  s size  t time  k kind  f folders first  r reverse' },
        ...(width < ROOMY ? [] : [hint('Esc leaves')]),
      ];
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

function hint(text: string): Span {
  return { text: `   ${text}`, look: 'faint' };
}
