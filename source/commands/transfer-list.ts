import { isUnderWay } from '../state/layout.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';

/** The commands of the list of transfers: what can be done to one, and to all of them. */
export const transferListCommands: readonly Command[] = [
  on('transfers', {
    id: 'transfers-cancel',
    title: 'Cancel the transfer',
    keys: ['d', 'delete', 'f8'],
    run(context, { cursor }) {
      const job = context.getState().jobs[cursor];
      if (job !== undefined && isUnderWay(job)) context.engine.cancel(job.spec.id);
    },
  }),
  on('transfers', {
    id: 'transfers-pause',
    title: 'Pause the transfer, or let it go on',
    keys: ['p', 'space'],
    run(context, { cursor }) {
      const job = context.getState().jobs[cursor];
      if (job?.state === 'paused') context.engine.resume(job.spec.id);
      else if (job !== undefined && isUnderWay(job)) context.engine.pause(job.spec.id);
    },
  }),
  on('transfers', {
    id: 'transfers-retry',
    title: 'Try the failed and skipped files again',
    keys: ['r'],
    run(context, { cursor }) {
      const job = context.getState().jobs[cursor];
      if (job !== undefined && job.failures.length > 0 && !isUnderWay(job)) context.engine.retry(job.spec.id);
    },
  }),
  on('transfers', {
    id: 'transfers-earlier',
    title: 'Move the transfer up in the queue',
    keys: ['K', 'shift+up'],
    run: (context, { cursor }) => move(context, cursor, -1),
  }),
  on('transfers', {
    id: 'transfers-later',
    title: 'Move the transfer down in the queue',
    keys: ['J', 'shift+down'],
    run: (context, { cursor }) => move(context, cursor, 1),
  }),
  on('transfers', {
    id: 'transfers-pause-all',
    title: 'Pause all transfers, or let all go on',
    keys: ['P'],
    run(context) {
      const isAnyMoving = context.getState().jobs.some((job) => isUnderWay(job) && job.state !== 'paused');
      context.engine.perform({ type: isAnyMoving ? 'pause-all' : 'resume-all' });
    },
  }),
  on('transfers', {
    id: 'transfers-cancel-all',
    title: 'Cancel all transfers',
    keys: ['D'],
    run: (context) => context.engine.perform({ type: 'cancel-all' }),
  }),
  on('transfers', {
    id: 'transfers-retry-all',
    title: 'Try all failed and skipped files again',
    keys: ['R'],
    run: (context) => context.engine.perform({ type: 'retry-all' }),
  }),
  on('transfers', {
    id: 'transfers-forget',
    title: 'Take what has ended off the list',
    keys: ['X'],
    run(context) {
      context.engine.perform({ type: 'forget-ended' });
      context.dispatch({ type: 'jobs/ended-forgotten' });
      const cursor = Math.max(0, context.getState().jobs.length - 1);
      context.dispatch({ type: 'layer/replaced', layer: { type: 'transfers', cursor } });
    },
  }),
];

/** The cursor stays with the transfer. */
function move(context: CommandContext, cursor: number, by: -1 | 1): void {
  const { jobs } = context.getState();
  const job = jobs[cursor];
  if (job === undefined || jobs[cursor + by] === undefined) return;
  const { id: jobId } = job.spec;
  context.engine.perform({ type: by === -1 ? 'move-up' : 'move-down', jobId });
  context.dispatch({ type: 'job/moved', jobId, by });
  context.dispatch({ type: 'layer/replaced', layer: { type: 'transfers', cursor: cursor + by } });
}
