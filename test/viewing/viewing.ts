import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../source/domain/entry.ts';
import { localLocation } from '../../source/domain/location.ts';
import type { View, ViewAct } from '../../source/domain/view.ts';
import { pictureWorkerFile } from '../../source/cli/worker-files.ts';
import { createLocalStore } from '../../source/services/local-store.ts';
import type { PagesOptions } from '../../source/viewing/pages.ts';
import { openViewSession, type ViewSession } from '../../source/viewing/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A file that is viewed without a screen. */
export interface Viewed {
  readonly session: ViewSession;
  readonly path: string;
  readonly said: string[];
  /** Does this and answers what is seen once it is done. */
  act(act: ViewAct): Promise<View>;
  /** The rows as text. */
  rows(): string[];
  view(): View;
  /** The next time something is shown. */
  shown(): Promise<View>;
  room: { columns: number; rows: number };
}

/** Views a file of these bytes, or the one at this path, in a room of that size; `listed` is what a listing said of it. */
export async function viewFile(
  content: Uint8Array | string,
  room = { columns: 40, rows: 5 },
  listed?: Entry,
): Promise<Viewed> {
  const path = typeof content === 'string' ? content : join(temporaryFolder(), 'file');
  if (typeof content !== 'string') writeFileSync(path, content);
  const store = createLocalStore();
  const file = localLocation(path);
  return viewOf({ store, file, entry: listed ?? (await store.stat(file)) }, room, path);
}

/** Views a file of any store. */
export async function viewOf(file: PagesOptions, room = { columns: 40, rows: 5 }, path = ''): Promise<Viewed> {
  const said: string[] = [];
  let last: View | null = null;
  let wait = Promise.withResolvers<View>();
  const viewed: Viewed = {
    path,
    said,
    room,
    session: openViewSession({
      file,
      room: () => viewed.room,
      show: (view) => {
        last = view;
        // What is shown on the way of a search is not its end.
        if (view.isBusy) return;
        wait.resolve(view);
        wait = Promise.withResolvers();
      },
      say: (_tone, words) => said.push(words ?? ''),
      now: () => performance.now(),
      pictures: { surface: async () => ({ style: 'halves' }), workerFile: pictureWorkerFile() },
    }),
    async act(act) {
      const done = wait.promise;
      viewed.session.act(act);
      return done;
    },
    rows: () => (last?.rows ?? []).map((row) => row.map(({ text }) => text).join('')),
    view: () => last ?? raise(),
    shown: async () => wait.promise,
  };
  await viewed.act({ type: 'fit' });
  return viewed;
}

function raise(): never {
  throw new Error('nothing was shown yet');
}
