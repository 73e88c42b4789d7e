import type { ViewAct } from '../domain/view.ts';
import type { Layer } from '../state/layers.ts';
import { textField } from '../state/text-field.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { fileUnderCursor, view, whyNoFile } from './open-view.ts';

/** F3, and everything a person can do in a viewer. */
export const viewingCommands: readonly Command[] = [
  {
    id: 'view',
    title: 'View a file of any size: text, hex, picture',
    group: 'Files',
    layer: 'panes',
    keys: ['f3', 'v'],
    bar: { slot: 3, label: 'View' },
    whyDisabled: whyNoFile,
    run(context) {
      const source = fileUnderCursor(context.getState());
      if (source !== null) view(context, source);
    },
  },
  {
    ...inViewer({
      id: 'viewer-help',
      title: 'Help: keys of the viewer',
      keys: ['f1'],
      run: (context) =>
        context.dispatch({
          type: 'layer/pushed',
          layer: { type: 'help', filter: textField(), cursor: 0, of: 'viewer' },
        }),
    }),
    bar: { slot: 1, label: 'Help' },
  },
  act('up', 'Up', ['up', 'k'], { type: 'scroll', rows: -1 }),
  act('down', 'Down', ['down', 'j', 'enter'], { type: 'scroll', rows: 1 }),
  act('page-up', 'Page up', ['pageup', 'b', 'backspace'], { type: 'page', pages: -1 }),
  act('page-down', 'Page down', ['pagedown', 'space'], { type: 'page', pages: 1 }),
  act('half-down', 'Half a page down', ['ctrl+d'], { type: 'page', pages: 0.5 }),
  act('half-up', 'Half a page up', ['ctrl+u'], { type: 'page', pages: -0.5 }),
  act('start', 'To the start', ['home'], { type: 'start' }),
  act('end', 'To the end', ['end', 'G'], { type: 'end' }),
  act('left', 'To the left, where lines are not wrapped', ['left', 'h'], { type: 'sideways', columns: -8 }),
  act('right', 'To the right, where lines are not wrapped', ['right', 'l'], { type: 'sideways', columns: 8 }),
  { ...act('wrap', 'Wrap long lines, or not', ['f2', 'w'], { type: 'wrap' }), bar: { slot: 2, label: 'Wrap' } },
  {
    ...act('mode', 'Text or hex; a picture as itself', ['f4', 'x'], { type: 'next-mode' }),
    bar: { slot: 4, label: 'Hex' },
  },
  asking('go', 'Go to a line, 50%, @offset or 0xoffset', ['f5', 'g', ':'], 'go', { slot: 5, label: 'Go to' }),
  asking('find', 'Search; lower case finds both', ['f7', '/'], 'find', { slot: 7, label: 'Search' }),
  asking('find-back', 'Search backwards', ['?'], 'find-back'),
  act('next', 'Next find', ['n'], { type: 'find-again', isReversed: false }),
  act('previous', 'Find before', ['N'], { type: 'find-again', isReversed: true }),
  {
    ...act('encoding', 'Read it in another encoding', ['f8', 'E'], { type: 'next-encoding' }),
    bar: { slot: 8, label: 'Encoding' },
  },
  act('reload', 'Read the file again', ['ctrl+r'], { type: 'reload' }),
  inViewer({
    id: 'viewer-leave',
    title: 'Stop what takes long, else close',
    keys: ['esc'],
    run(context, { view }) {
      if (view.isBusy) context.steerView({ type: 'stop' });
      else close(context);
    },
  }),
  {
    ...inViewer({ id: 'viewer-close', title: 'Close', keys: ['f10', 'q', 'f3'], run: close }),
    bar: { slot: 10, label: 'Close' },
  },
  on('view-ask', { id: 'view-ask-leave', title: 'Leave', keys: ['esc', 'f10'], run: pop }),
  on('view-ask', { id: 'view-ask-accept', title: 'Go', keys: ['enter'], run: accept }),
];

/** A command of the viewer. */
function inViewer(command: Parameters<typeof on<'viewer'>>[1]): Command {
  return { ...on('viewer', command), group: 'Showing' };
}

function act(id: string, title: string, keys: readonly string[], act: ViewAct): Command {
  return inViewer({ id: `viewer-${id}`, title, keys, run: (context) => context.steerView(act) });
}

function asking(
  id: string,
  title: string,
  keys: readonly string[],
  what: Extract<Layer, { type: 'view-ask' }>['what'],
  bar?: Command['bar'],
): Command {
  const layer: Layer = { type: 'view-ask', what, field: textField() };
  const command = inViewer({
    id: `viewer-${id}`,
    title,
    keys,
    run: (context) => context.dispatch({ type: 'layer/pushed', layer }),
  });
  return bar === undefined ? command : { ...command, bar };
}

function accept(context: CommandContext, { what, field }: Extract<Layer, { type: 'view-ask' }>): void {
  pop(context);
  const { text } = field;
  if (text === '') return;
  context.steerView(what === 'go' ? { type: 'go', text } : { type: 'find', text, isBackward: what === 'find-back' });
}

function close(context: CommandContext): void {
  pop(context);
  context.closeView();
}

function pop(context: CommandContext): void {
  context.dispatch({ type: 'layer/popped' });
}
