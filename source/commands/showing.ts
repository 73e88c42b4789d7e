import { formatBytes } from '../domain/format.ts';
import { toPlainPath } from '../domain/location.ts';
import { activePane, entryUnderCursor } from '../state/selectors.ts';
import { on } from './answering.ts';
import { listSteps } from './list-steps.ts';
import { requestReport } from './request-report.ts';
import type { Command, CommandContext } from './command.ts';

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
  {
    id: 'details',
    title: 'Details of an entry',
    group: 'Showing',
    layer: 'panes',
    keys: ['i'],
    whyDisabled: (state) => (entryUnderCursor(activePane(state)) === null ? 'Nothing is selected' : null),
    run: showDetails,
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

function showDetails(context: CommandContext): void {
  const pane = activePane(context.getState());
  const entry = entryUnderCursor(pane);
  if (entry === null) return;
  const size = entry.size === null ? 'no content' : `${formatBytes(entry.size)} (${entry.size} bytes)`;
  const lines = [
    `Name      ${entry.name}`,
    `In        ${toPlainPath(pane.location) || 'the list of volumes'}`,
    `Kind      ${entry.kind}`,
    ...(entry.kind === 'file' ? [`Size      ${size}`] : []),
    ...(entry.modifiedAt === null ? [] : [`Changed   ${new Date(entry.modifiedAt).toISOString()}`]),
    ...(entry.hash === null ? [] : [`Hash      ${entry.hash}`]),
    ...(entry.publicUrl === null ? [] : [`Public    ${entry.publicUrl}`]),
  ];
  context.dispatch({ type: 'layer/pushed', layer: { type: 'details', title: 'Details', lines, top: 0 } });
}
