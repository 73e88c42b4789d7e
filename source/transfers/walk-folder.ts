import { AppError } from '../domain/app-error.ts';
import { childOf, toPlainPath } from '../domain/location.ts';
import type { ItemContext } from './context.ts';
import type { FolderWork, Item } from './work.ts';

/**
 * Lists a folder and hands on each entry as it comes.
 * @throws AppError when the folder cannot be listed; `usage` when the walk comes into one of its own targets
 */
export async function walkFolder(work: FolderWork, context: ItemContext, add: (item: Item) => void): Promise<void> {
  if (work.item === null) return;
  const { from } = work.item;
  const store = context.storeFor(from);
  const targets = await targetsAbove(work);
  for await (const batch of store.list(from, { signal: context.jobSignal })) {
    for (const entry of batch) {
      // Links can lead a walk into what it is making: that would never end.
      if (entry.kind === 'folder' && targets.has(entry.identity) && work.to?.side === from.side) {
        throw new AppError('usage', 'A folder cannot go into itself', { path: toPlainPath(from) });
      }
      add({ folder: work, from: childOf(from, entry.name), entry, name: entry.name, isChosen: false });
    }
  }
}

/** What the target folders of this one and of all above it are. */
async function targetsAbove(work: FolderWork): Promise<Set<string>> {
  const identities = new Set<string>();
  for (let at: FolderWork | null = work; at !== null; at = at.parent) {
    const { identity } = await at.target;
    if (identity !== null) identities.add(identity);
  }
  return identities;
}
