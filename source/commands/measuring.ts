import type { Location } from '../domain/location.ts';
import { formatBytes } from '../domain/format.ts';
import { indexAtRow, parentRows, type PaneSide, type PaneState } from '../state/pane.ts';
import { activePane, locationOf } from '../state/selectors.ts';
import type { AppState } from '../state/app-state.ts';
import type { Command, CommandContext } from './command.ts';
import { walkBelow } from './walk-below.ts';

/** Milliseconds between two pictures of a size that grows. */
const SHOWN_EVERY = 100;
const AT_ONCE = { local: 1, cloud: 6 } as const;

/** The command that counts what lies below folders. */
export const measuringCommands: readonly Command[] = [
  {
    id: 'measure',
    title: 'Size of the folder, of the marked ones, on .. of all',
    group: 'Files',
    layer: 'panes',
    keys: ['z'],
    whyDisabled: whyNothingToMeasure,
    run: (context) => void measureAll(context),
  },
];

function whyNothingToMeasure(state: AppState): string | null {
  return foldersOf(activePane(state)).length === 0 ? 'There is no folder to measure' : null;
}

/** The marked folders, else the one under the cursor, on `..` all that show. A link is no folder: what it leads to lies elsewhere. */
function foldersOf(pane: PaneState): readonly string[] {
  const isFolder = (index: number): boolean => ['folder', 'volume'].includes(pane.listing.kind(index));
  const shown = [...pane.rows].filter(isFolder);
  const under = indexAtRow(pane, pane.cursor);
  if (pane.marks.size > 0) return shown.map((index) => pane.listing.name(index)).filter((name) => pane.marks.has(name));
  if (pane.cursor < parentRows(pane)) return shown.map((index) => pane.listing.name(index));
  return under >= 0 && isFolder(under) ? [pane.listing.name(under)] : [];
}

async function measureAll(context: CommandContext): Promise<void> {
  const { active: side, ...state } = context.getState();
  const pane = state[side];
  const names = foldersOf(pane);
  const signal = context.takeTurn(`${side}-sizes`);
  let bytes = 0;
  try {
    for (const name of names) {
      bytes += await measure(context, { side, folder: pane.location, name, at: locationOf(pane, name), signal });
    }
  } catch {
    // Only the signal ends a walk early: the pane shows something else, or the person said stop.
    return;
  }
  const text = `${names.length === 1 ? names[0] : `${names.length} folders`}: ${formatBytes(bytes)}`;
  context.dispatch({ type: 'notice', notice: { tone: 'info', text } });
}

interface Measuring {
  readonly side: PaneSide;
  /** What the pane shows. */
  readonly folder: Location;
  readonly name: string;
  readonly at: Location;
  readonly signal: AbortSignal;
}

/** Counts one folder; answers its bytes. */
async function measure(context: CommandContext, { side, folder, name, at, signal }: Measuring): Promise<number> {
  const counted = { bytes: 0, files: 0 };
  let isWhole = true;
  let shownAt = performance.now();
  const show = (isDone: boolean): void => {
    shownAt = performance.now();
    const measured = { ...counted, isWhole: isDone && isWhole };
    context.dispatch({ type: 'pane/measured', side, folder, name, measured, isDone });
  };
  show(false);
  await walkBelow(context.storeFor(at), at, {
    signal,
    atOnce: AT_ONCE[at.side],
    mayEnter: () => true,
    onFolder() {
      if (performance.now() - shownAt > SHOWN_EVERY) show(false);
    },
    onEntries(_, entries) {
      for (const { kind, size } of entries) {
        if (kind !== 'file') continue;
        counted.files += 1;
        counted.bytes += size ?? 0;
      }
    },
    onRead: () => undefined,
    onUnreadable: () => (isWhole = false),
  });
  show(true);
  return counted.bytes;
}
