import type { Quota } from '../domain/file-store.ts';
import { folderText, isSameLocation } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import type { AppState } from './app-state.ts';
import type { Layer } from './layers.ts';
import type { PaneState } from './pane.ts';

/** The room that a copy or move takes in the cloud it goes to. */
export interface TransferRoom {
  /** Bytes it takes, as far as they are known. */
  readonly needed: number;
  readonly quota: Quota;
  /** False as soon as what is known does not fit; what is not yet counted may still change a true. */
  readonly fits: boolean;
}

type TransferLayer = Extract<Layer, { type: 'transfer' }>;

/** Null where no quota counts: on this machine, for a move within an account, and while it is not known. */
export function transferRoom(state: AppState, layer: TransferLayer): TransferRoom | null {
  const { base, kind, sources, amount, taken, field } = layer;
  if (base.side === 'local' || field.text.startsWith('local:')) return null;
  const staysThere = sources.every(({ location }) => location.side === 'cloud' && location.account === base.account);
  if (kind === 'move' && staysThere) return null;
  const pane = [state.left, state.right].find(
    ({ location, quota }) => quota !== null && location.side === 'cloud' && location.account === base.account,
  );
  const quota = pane?.quota ?? null;
  if (quota === null) return null;
  // What stands at another place than that of the pane is not known.
  const isThere = field.text === folderText(base);
  const target = [state.left, state.right].find(({ location }) => isThere && isSameLocation(location, base));
  const spared = target === undefined ? 0 : sparedBytes(sources, target, taken);
  const needed = Math.max(0, amount.bytes - spared);
  return { needed, quota, fits: needed <= quota.total - quota.used };
}

/** Bytes that taken names spare: what is replaced makes room, what is skipped takes none. Folders count as new. */
function sparedBytes(sources: readonly JobSource[], target: PaneState, taken: TransferLayer['taken']): number {
  if (taken === 'keep-both') return 0;
  return sources.reduce((sum, { entry }) => {
    const index = entry.kind === 'file' ? target.listing.indexOf(entry.name) : -1;
    if (index < 0) return sum;
    return sum + ((taken === 'skip' ? entry.size : target.listing.size(index)) ?? 0);
  }, 0);
}
