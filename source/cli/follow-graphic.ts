import type { ViewPicture } from '../domain/view.ts';
import type { AppState, ScreenSize } from '../state/app-state.ts';
import { viewerRoom } from '../state/viewing.ts';
import type { Graphic } from '../terminal/graphic-layer.ts';
import { picturePlace } from '../ui/picture-rows.ts';
import type { AppStore } from '../ui/store-context.tsx';

/** The line above a viewer's rows. */
const TITLE_ROWS = 1;

/** Wants the picture on the screen that the viewer on top shows, and none once that is gone. Answers the function that ends it. */
export function followGraphic(store: AppStore, want: (graphic: Graphic | null) => void): () => void {
  let shown: { readonly picture: ViewPicture; readonly size: ScreenSize } | null = null;
  return store.subscribe(() => {
    const state = store.getState();
    const picture = pictureOnTop(state);
    if (picture === shown?.picture && (picture === null || state.size === shown.size)) return;
    if (picture === null && shown === null) return;
    shown = picture === null ? null : { picture, size: state.size };
    want(picture === null ? null : graphicOf(picture, state.size));
  });
}

function pictureOnTop({ layers }: AppState): ViewPicture | null {
  const top = layers.at(-1);
  return top?.type === 'viewer' && top.view.picture?.graphic !== undefined ? top.view.picture : null;
}

function graphicOf(picture: ViewPicture, size: ScreenSize): Graphic | null {
  const { graphic } = picture;
  if (graphic === undefined) return null;
  const { row, column } = picturePlace(picture, viewerRoom(size));
  return { ...graphic, row: TITLE_ROWS + row, column };
}
