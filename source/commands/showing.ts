import { on } from './answering.ts';
import { listSteps } from './list-steps.ts';
import { requestReport } from './request-report.ts';
import type { Command } from './command.ts';

/** The commands that open lists over the panes, and those within the lists. */
export const showingCommands: readonly Command[] = [
  {
    id: 'requests',
    title: 'Requests and oops IDs',
    group: 'Showing',
    layer: 'panes',
    keys: ['o'],
    whyDisabled: (state) => (state.requests.length === 0 ? 'No request was made yet' : null),
    run(context) {
      const cursor = context.getState().requests.length - 1;
      context.dispatch({ type: 'layer/pushed', layer: { type: 'requests', cursor } });
    },
  },
  {
    id: 'transfers',
    title: 'Transfers',
    group: 'Showing',
    layer: 'panes',
    keys: ['t'],
    whyDisabled: (state) => (state.jobs.length === 0 ? 'Nothing was transferred yet' : null),
    run(context) {
      const cursor = context.getState().jobs.length - 1;
      context.dispatch({ type: 'layer/pushed', layer: { type: 'transfers', cursor } });
    },
  },
  ...listSteps('requests', (context) => context.getState().requests.length),
  ...listSteps('transfers', (context) => context.getState().jobs.length),
  on('requests', {
    id: 'requests-copy',
    title: "Copy a report for the server's admin",
    keys: ['c', 'Y'],
    run(context, { cursor }) {
      const record = context.getState().requests[cursor];
      if (record === undefined) return;
      context.copyText(requestReport(record));
      context.dispatch({ type: 'notice', notice: { tone: 'info', text: 'The report is in the clipboard' } });
    },
  }),
];
