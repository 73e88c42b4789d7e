import type { View } from '../domain/view.ts';
import type { AppState, ScreenSize } from './app-state.ts';
import type { Layer } from './layers.ts';

/** Rows of the screen that are not the file's: the title line, the status bar and the key bar. */
const VIEWER_FRAME = 3;

/** The viewer that lies over the panes, whatever lies over it; null where there is none. */
export function shownViewer({ layers }: Pick<AppState, 'layers'>): Extract<Layer, { type: 'viewer' }> | null {
  return layers.findLast((layer) => layer.type === 'viewer') ?? null;
}

/** The room for a file on a screen of this size, in cells. */
export function viewerRoom({ columns, rows }: ScreenSize): ScreenSize {
  return { columns, rows: Math.max(1, rows - VIEWER_FRAME) };
}

/** What is shown before the first bytes have come. */
export const WAITING_VIEW: View = {
  state: 'waiting',
  mode: 'text',
  encoding: 'utf-8',
  isWrapped: true,
  rows: [],
  picture: null,
  kind: '',
  size: null,
  offset: 0,
  end: 0,
  isBusy: false,
  column: 0,
};
