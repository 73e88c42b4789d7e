import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { ScreenSize } from '../state/app-state.ts';
import { fitLeft, fitMiddle, widthOf } from './fit.ts';
import { Styled } from './styled.tsx';
import type { ThemeName } from './theme.ts';

/** A piece of a panel's line in one look; the text is fitted by the panel. */
export interface Span {
  readonly text: string;
  readonly look?: ThemeName;
  /** Where it leads as a link, in terminals that have links (OSC 8). */
  readonly link?: string;
}

/** What a layer shows; the panel puts a frame around it and itself in the middle of the screen. */
export interface PanelContent {
  readonly title: string;
  readonly lines: readonly (readonly Span[])[];
  /** Columns of the lines; the frame comes on top. */
  readonly width: number;
  readonly isAlarming?: boolean;
}

/** The most a panel's lines may take on this screen. */
export function panelRoom({ columns, rows }: ScreenSize): { readonly width: number; readonly height: number } {
  return { width: Math.max(20, columns - 6), height: Math.max(3, rows - 4) };
}

/** The content with no more lines than this screen has room for: its end, where the answers are, stays, and some of its start. */
export function contentThatFits(content: PanelContent, { rows }: ScreenSize): PanelContent {
  const { lines } = content;
  const most = Math.max(3, rows - 2);
  if (lines.length <= most) return content;
  const first = Math.ceil(most / 3);
  return {
    ...content,
    lines: [...lines.slice(0, first), [{ text: '…' }], ...lines.slice(lines.length - most + first + 1)],
  };
}

/** Where a panel's frame begins on this screen. */
export function panelPlace(
  { width, lines }: PanelContent,
  { columns, rows }: ScreenSize,
): { readonly left: number; readonly top: number } {
  return {
    left: Math.max(0, Math.floor((columns - width - 4) / 2)),
    top: Math.max(0, Math.floor((rows - lines.length - 2) / 2)),
  };
}

/** A framed panel in the middle, over the panes. */
export function Panel({
  content: whole,
  size,
}: {
  readonly content: PanelContent;
  readonly size: ScreenSize;
}): ReactNode {
  const content = contentThatFits(whole, size);
  const { title, lines, width, isAlarming } = content;
  const look = isAlarming === true ? 'error' : 'border';
  const place = panelPlace(content, size);
  const heading = ` ${fitMiddle(title, Math.min(widthOf(title), width)).trimEnd()} `;
  const top = `┌${heading}${'─'.repeat(Math.max(0, width + 2 - widthOf(heading)))}┐`;
  return (
    <Box position="absolute" flexDirection="column" marginLeft={place.left} marginTop={place.top} width={width + 4}>
      <Styled look={look}>{top}</Styled>
      {lines.map((spans, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- a line is its place in the panel
        <Styled key={at} look="plain">
          <Styled look={look}>│</Styled> {fitSpans(spans, width)} <Styled look={look}>│</Styled>
        </Styled>
      ))}
      <Styled look={look}>{`└${'─'.repeat(width + 2)}┘`}</Styled>
    </Box>
  );
}

/** The spans cut and padded to the width as one. */
function fitSpans(spans: readonly Span[], width: number): ReactNode {
  let room = width;
  const pieces: ReactNode[] = [];
  for (const [at, { text, look = 'plain', link }] of spans.entries()) {
    const isLast = at === spans.length - 1;
    const fitted = fitLeft(text, isLast ? room : Math.min(room, widthOf(text)));
    room -= widthOf(fitted);
    pieces.push(
      <Styled key={at} look={look}>
        {link === undefined ? fitted : linked(fitted, link)}
      </Styled>,
    );
  }
  return pieces.length === 0 ? ' '.repeat(width) : pieces;
}

/** The text as a link, its blanks aside; an address that is none of the web is not written. */
function linked(text: string, address: string): string {
  if (!/^https?:\/\/[\u0021-\u007e]+$/.test(address)) return text;
  const words = text.trimEnd();
  return `\u001b]8;;${address}\u0007${words}\u001b]8;;\u0007${' '.repeat(text.length - words.length)}`;
}
