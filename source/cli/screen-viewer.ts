import type { CommandContext } from '../commands/command.ts';
import type { PictureSurface, ViewAct } from '../domain/view.ts';
import type { JobSource } from '../domain/transfer.ts';
import { shownViewer, viewerRoom } from '../state/viewing.ts';
import type { ViewSession } from '../viewing/session.ts';
import type { Store } from '../state/store.ts';
import { pictureWorkerFile } from './worker-files.ts';
import type { AppAction, AppState, Notice } from '../state/app-state.ts';
import type { FileStore } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';

/** Milliseconds between two looks at a local file that is being viewed; nothing is drawn when it is the same. */
const LOOK_EVERY = 1000;

interface ViewerParts {
  readonly store: Store<AppState, AppAction>;
  readonly storeFor: (location: Location) => FileStore;
  /** What pictures are drawn on; half blocks when absent. */
  readonly pictureSurface?: (() => Promise<PictureSurface>) | undefined;
}

interface OpenView {
  readonly id: number;
  session: ViewSession | null;
  /** What was pressed before the viewer was loaded. */
  early: ViewAct[];
  readonly end: () => void;
}

/** The part of the context that views files. The viewer itself is loaded when the first file is viewed. */
export function createScreenViewer(parts: ViewerParts): Pick<CommandContext, 'openView' | 'steerView' | 'closeView'> {
  const { store } = parts;
  let open: OpenView | null = null;
  const steer = (act: ViewAct): void => {
    if (open?.session === null) open.early.push(act);
    else open?.session.act(act);
  };
  const close = (): void => {
    open?.end();
    open?.session?.close();
    open = null;
  };
  const followSize = (): (() => void) => {
    let { size } = store.getState();
    return store.subscribe(() => {
      const state = store.getState();
      if (shownViewer(state) === null) return close();
      if (state.size === size) return;
      size = state.size;
      steer({ type: 'fit' });
    });
  };
  return {
    openView(source, id) {
      close();
      const unfollow = followSize();
      const timer =
        source.location.side === 'local' ? setInterval(() => steer({ type: 'look' }), LOOK_EVERY).unref() : null;
      const end = (): void => {
        unfollow();
        if (timer !== null) clearInterval(timer);
      };
      const opening: OpenView = { id, session: null, early: [{ type: 'fit' }], end };
      open = opening;
      void startSession(parts, source, id).then((session) => {
        if (open !== opening) return session.close();
        opening.session = session;
        for (const act of opening.early) session.act(act);
      });
    },
    steerView: steer,
    closeView: close,
  };
}

const HALF_BLOCKS = async (): Promise<PictureSurface> => Promise.resolve({ style: 'halves' });

/** What takes long in a viewer says how it is stopped. */
function noticeOf(tone: Notice['tone'] | 'stoppable', text: string): Notice {
  return tone === 'stoppable'
    ? { tone: 'info', text, hint: { command: 'viewer-leave', does: 'stops' } }
    : { tone, text };
}

async function startSession(
  { store, storeFor, pictureSurface = HALF_BLOCKS }: ViewerParts,
  { location, entry }: JobSource,
  id: number,
): Promise<ViewSession> {
  const { openViewSession } = await import('../viewing/session.ts');
  return openViewSession({
    file: { store: storeFor(location), file: location, entry },
    room: () => viewerRoom(store.getState().size),
    show: (view) => store.dispatch({ type: 'layer/viewed', id, view }),
    say: (tone, text) => store.dispatch({ type: 'notice', notice: text === null ? null : noticeOf(tone, text) }),
    now: () => performance.now(),
    pictures: { surface: pictureSurface, workerFile: pictureWorkerFile() },
  });
}
