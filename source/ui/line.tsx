import { memo, type ReactNode } from 'react';
import { Styled } from './styled.tsx';
import type { LookLine } from './theme.ts';

/** One row of the screen in one look. All its props are primitive: it is drawn again only when they change. */
export const Line = memo(({ text, look }: LookLine): ReactNode => <Styled look={look}>{text}</Styled>);
Line.displayName = 'Line';
