import type { Entry } from '../domain/entry.ts';
import type { JobSource } from '../domain/transfer.ts';
import { knownAmount, type Amount } from '../state/amount.ts';
import { layerAbout } from '../state/layers.ts';
import type { CommandContext } from './command.ts';
import { walkBelow } from './walk-below.ts';

/** Milliseconds between two sums that are shown. */
const SHOWN_EVERY = 150;
const FOLDERS_AT_ONCE = 4;

/** Counts what is below the folders among the sources while the question about them is open, and shows the sum in it. */
export async function countBelow(context: CommandContext, sources: readonly JobSource[]): Promise<void> {
  let sum = knownAmount(sources);
  if (sum.isWhole) return;
  const stop = new AbortController();
  let shownAt = performance.now();
  const show = (amount: Amount): void => {
    shownAt = performance.now();
    if (layerAbout(context.getState().layers, sources) === null) stop.abort();
    else context.dispatch({ type: 'layer/counted', sources, amount });
  };
  const add = (entries: readonly Entry[]): void => {
    sum = withEntries(sum, entries);
    if (performance.now() - shownAt > SHOWN_EVERY) show(sum);
  };
  try {
    for (const { location, entry } of sources) {
      if (entry.kind !== 'folder' && entry.kind !== 'volume') continue;
      await walkBelow(context.storeFor(location), location, {
        signal: stop.signal,
        atOnce: FOLDERS_AT_ONCE,
        mayEnter: () => true,
        onFolder: () => undefined,
        onRead: () => undefined,
        onEntries: (_, entries) => add(entries),
        onUnreadable: () => (sum = { ...sum, unreadable: sum.unreadable + 1 }),
      });
    }
    show({ ...sum, isWhole: true });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}

function withEntries(sum: Amount, entries: readonly Entry[]): Amount {
  let { files, folders, bytes } = sum;
  for (const { kind, size } of entries) {
    if (kind === 'folder') folders += 1;
    else files += 1;
    bytes += size ?? 0;
  }
  return { ...sum, files, folders, bytes };
}
