import { memo, type ReactNode } from 'react';
import { disabledSlots, keyBarPieces, type KeyBarProps } from './key-bar-words.ts';
import { useAppState } from './store-context.tsx';
import { Styled } from './styled.tsx';

/** The key bar, printed from the registry; a label whose command cannot run now is dim. */
export function KeyBar({ registry, width, layer }: KeyBarProps): ReactNode {
  // A string, so that the bar is drawn again only when it says something else.
  const disabled = useAppState((state) => disabledSlots(registry, layer, state));
  return <KeyBarLine registry={registry} width={width} layer={layer} disabled={disabled} />;
}

interface KeyBarLineProps extends KeyBarProps {
  readonly disabled: string;
}

const KeyBarLine = memo(({ registry, width, layer, disabled }: KeyBarLineProps): ReactNode => (
  <Styled look="plain">
    {keyBarPieces({ registry, layer, width }, disabled).map(({ text, look }, at) => (
      // oxlint-disable-next-line react/no-array-index-key -- a piece is its place in the bar
      <Styled key={at} look={look}>
        {text}
      </Styled>
    ))}
  </Styled>
));
KeyBarLine.displayName = 'KeyBarLine';
