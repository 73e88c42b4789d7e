import type { SortKey } from '../state/sort.ts';
import { rowHolding } from '../state/jump.ts';
import { activePane } from '../state/selectors.ts';
import { textField } from '../state/text-field.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';

/** The commands that change which entries show and in what order: sort, filter, jump, marks by mask. */
export const listingCommands: readonly Command[] = [
  {
    id: 'sort',
    title: 'Sort by name, size, time or kind; again reverses; folders first or not',
    group: 'Panes',
    layer: 'panes',
    keys: ['s'],
    run: (context) => context.dispatch({ type: 'layer/pushed', layer: { type: 'sort' } }),
  },
  sortBy('name', 'n'),
  sortBy('size', 's'),
  sortBy('time', 't'),
  sortBy('kind', 'k'),
  sortChange('pane/reversed', 'sort-reverse', 'Backwards', 'r'),
  sortChange('pane/mixed', 'sort-folders', 'Folders first, or among the files', 'f'),
  {
    id: 'filter',
    title: 'Filter the list as you type',
    group: 'Panes',
    layer: 'panes',
    keys: ['f'],
    run(context) {
      const field = textField(activePane(context.getState()).filter);
      context.dispatch({ type: 'layer/pushed', layer: { type: 'filter', field } });
    },
  },
  on('filter', {
    id: 'filter-keep',
    title: 'Keep the filter',
    keys: ['enter'],
    run: (context) => context.dispatch({ type: 'layer/popped' }),
  }),
  on('filter', { id: 'filter-drop', title: 'Show all again', keys: ['esc', 'f10'], run: dropFilter }),
  {
    id: 'jump',
    title: 'Jump in the list as you type',
    group: 'Moving',
    layer: 'panes',
    keys: ['/'],
    run(context) {
      const origin = activePane(context.getState()).cursor;
      context.dispatch({ type: 'layer/pushed', layer: { type: 'jump', field: textField(), origin, isTyping: true } });
    },
  },
  on('jump', {
    id: 'jump-done',
    title: 'Done typing; then on to the next and the one before',
    keys: ['enter'],
    run(context, layer) {
      if (layer.isTyping && layer.field.text !== '') {
        context.dispatch({ type: 'layer/replaced', layer: { ...layer, isTyping: false } });
      } else context.dispatch({ type: 'layer/popped' });
    },
  }),
  on('jump', {
    id: 'jump-close',
    title: 'Close',
    keys: ['esc', 'f10'],
    run: (context) => context.dispatch({ type: 'layer/popped' }),
  }),
  jumpOn('jump-next', 'Next that fits', 'n', 1),
  jumpOn('jump-previous', 'The one before that fits', 'N', -1),
  askMask('mark-mask', 'Mark by mask', ['+'], true),
  askMask('unmark-mask', 'Unmark by mask', ['-', '\\'], false),
];

function sortBy(key: SortKey, letter: string): Command {
  return on('sort', {
    id: `sort-${key}`,
    title: `By ${key}`,
    keys: [letter],
    run(context) {
      context.dispatch({ type: 'layer/popped' });
      context.dispatch({ type: 'pane/sorted', side: context.getState().active, key });
    },
  });
}

function sortChange(type: 'pane/reversed' | 'pane/mixed', id: string, title: string, letter: string): Command {
  return on('sort', {
    id,
    title,
    keys: [letter],
    run(context) {
      context.dispatch({ type: 'layer/popped' });
      context.dispatch({ type, side: context.getState().active });
    },
  });
}

function dropFilter(context: CommandContext): void {
  context.dispatch({ type: 'layer/popped' });
  context.dispatch({ type: 'pane/filtered', side: context.getState().active, filter: '' });
}

function jumpOn(id: string, title: string, key: string, step: 1 | -1): Command {
  return on('jump', {
    id,
    title,
    keys: [key],
    run(context, { field }) {
      const state = context.getState();
      const pane = activePane(state);
      const to = rowHolding(pane, field.text, { from: pane.cursor + step, step });
      if (to !== null) context.dispatch({ type: 'pane/cursor', side: state.active, to });
    },
  });
}

function askMask(id: string, title: string, keys: readonly string[], isMarked: boolean): Command {
  return {
    id,
    title,
    group: 'Marking',
    layer: 'panes',
    keys,
    run(context) {
      const side = context.getState().active;
      context.dispatch({
        type: 'layer/pushed',
        layer: {
          type: 'prompt',
          title,
          label: 'Mask, as *.txt or photo?.jp*g',
          field: textField('*'),
          error: null,
          intent: { type: 'mark-mask', side, isMarked },
        },
      });
    },
  };
}
