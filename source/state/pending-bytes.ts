import type { Job } from '../domain/transfer.ts';
import type { AppState } from './app-state.ts';
import { isUnderWay } from './layout.ts';
import type { PaneSide } from './pane.ts';
import { transferRoom } from './transfer-room.ts';

/** In so many steps of the quota: progress by the byte would have the pane drawn anew with each tick. */
const STEPS = 64;

/**
 * Bytes that what is under way or being asked about would add to the cloud of this pane, up to a 64th of its quota; 0 where
 * no quota counts. A job counts whole until its end, since how full the cloud is is asked only then.
 */
export function pendingBytes(state: AppState, side: PaneSide): number {
  const { location, quota } = state[side];
  if (location.side === 'local' || quota === null) return 0;
  const jobs = state.jobs.filter((job) => isUnderWay(job) && addsTo(job, location.account));
  const sum = jobs.reduce((bytes, { progress }) => bytes + progress.bytesTotal, askedBytes(state, location.account));
  const step = Math.max(1, quota.total / STEPS);
  return Math.ceil(sum / step) * step;
}

/** Whether something is under way that adds to this account: how full it is then is counted with what is pending, and not asked. */
export function isFilling(state: AppState, account: string): boolean {
  return state.jobs.some((job) => isUnderWay(job) && addsTo(job, account));
}

function askedBytes(state: AppState, account: string): number {
  const top = state.layers.at(-1);
  if (top?.type !== 'transfer' || top.base.side === 'local' || top.base.account !== account) return 0;
  return transferRoom(state, top)?.needed ?? 0;
}

/** A move within an account takes no room there. */
function addsTo({ spec: { kind, sources, target } }: Job, account: string): boolean {
  if (kind === 'delete' || target?.side !== 'cloud' || target.account !== account) return false;
  return kind === 'copy' || sources.some(({ location }) => location.side === 'local' || location.account !== account);
}
