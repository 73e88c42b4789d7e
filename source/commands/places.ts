import { cloudLocation, nameOf, shortPath, toPlainPath, type Location } from '../domain/location.ts';
import { isBookmarked, withBookmark, withoutBookmark } from '../domain/places.ts';
import type { AppState } from '../state/app-state.ts';
import type { Layer } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import type { PaneSide } from '../state/pane.ts';
import { placeRows, type PlaceRow } from '../state/place-rows.ts';
import { activePane } from '../state/selectors.ts';
import { textField } from '../state/text-field.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { changeInBackground } from './keep-places.ts';
import { openFolder } from './open-folder.ts';

type PlacesLayer = Extract<Layer, { type: 'places' }>;

/** The commands of the places: bookmarks, volumes, recent folders. */
export const placesCommands: readonly Command[] = [
  open('places', 'Places: bookmarks, volumes, recent folders', ['b'], ({ active }) => active),
  open('places-left', 'Places for the left pane', ['alt+f1', 'alt+l'], () => 'left'),
  open('places-right', 'Places for the right pane', ['alt+f2', 'alt+r'], () => 'right'),
  {
    id: 'bookmark',
    title: 'Bookmark this folder, or take its bookmark away',
    group: 'Moving',
    layer: 'panes',
    keys: ['B'],
    run: (context) => toggleBookmark(context, activePane(context.getState()).location),
  },
  ...steps(),
  on('places', {
    id: 'places-go',
    title: 'Go there',
    keys: ['enter'],
    run(context, layer) {
      const row = rowUnder(context, layer);
      if (row === undefined) return;
      context.dispatch({ type: 'layer/popped' });
      openFolder(context, layer.side, row.location);
      if (!layoutOf(context.getState()).isTwoPane) context.dispatch({ type: 'focused', side: layer.side });
    },
  }),
  on('places', {
    id: 'places-add',
    title: 'Bookmark the folder of the pane',
    keys: ['insert', 'ctrl+n'],
    run: (context, { side }) => addBookmark(context, context.getState()[side].location),
  }),
  on('places', {
    id: 'places-remove',
    title: 'Take the bookmark away',
    keys: ['delete', 'f8', 'ctrl+d'],
    whyDisabled: whyNoBookmark,
    run(context, layer) {
      const row = rowUnder(context, layer);
      if (row !== undefined) removeBookmark(context, row.location);
    },
  }),
  on('places', {
    id: 'places-rename',
    title: 'Rename the bookmark',
    keys: ['ctrl+r', 'shift+f6', 'f16', 'f6'],
    whyDisabled: whyNoBookmark,
    run(context, layer) {
      const row = rowUnder(context, layer);
      if (row !== undefined) askName(context, row);
    },
  }),
];

function open(id: string, title: string, keys: readonly string[], sideOf: (state: AppState) => PaneSide): Command {
  return {
    id,
    title,
    group: 'Moving',
    layer: 'panes',
    keys,
    run(context) {
      const side = sideOf(context.getState());
      context.dispatch({ type: 'layer/pushed', layer: { type: 'places', side, filter: textField(), cursor: 0 } });
      void lookForVolumes(context);
    },
  };
}

/** The list opens with the volumes known so far; what the cloud says comes in when it comes. */
async function lookForVolumes(context: CommandContext): Promise<void> {
  const signal = context.takeTurn('volumes');
  const root = cloudLocation(context.getState().account.id, null);
  const names: string[] = [];
  try {
    for await (const entries of context.storeFor(root).list(root, { signal })) {
      names.push(...entries.map(({ name }) => name));
    }
    if (!signal.aborted) context.dispatch({ type: 'places/volumes', names });
  } catch {
    // The status bar tells of the request that failed; the places are complete without.
  }
}

function steps(): readonly Command[] {
  const step = (id: string, title: string, keys: readonly string[], by: number): Command =>
    on('places', {
      id: `places-${id}`,
      title,
      keys,
      run(context, layer) {
        const last = placeRows(context.getState(), layer.filter.text).length - 1;
        const cursor = Math.max(0, Math.min(last, layer.cursor + by));
        context.dispatch({ type: 'layer/replaced', layer: { ...layer, cursor } });
      },
    });
  return [
    step('up', 'Up', ['up'], -1),
    step('down', 'Down', ['down'], 1),
    step('page-up', 'Page up', ['pageup'], -10),
    step('page-down', 'Page down', ['pagedown'], 10),
  ];
}

function rowUnder(context: CommandContext, { filter, cursor }: PlacesLayer): PlaceRow | undefined {
  return placeRows(context.getState(), filter.text)[cursor];
}

function whyNoBookmark(state: AppState): string | null {
  const top = state.layers.at(-1);
  const row = top?.type === 'places' ? placeRows(state, top.filter.text)[top.cursor] : undefined;
  return row?.kind === 'bookmark' ? null : 'This is no bookmark; add makes one of the folder in the pane';
}

function toggleBookmark(context: CommandContext, location: Location): void {
  if (isBookmarked(context.getState().places, location)) removeBookmark(context, location);
  else addBookmark(context, location);
}

function addBookmark(context: CommandContext, location: Location): void {
  if (isBookmarked(context.getState().places, location)) {
    context.dispatch({ type: 'notice', notice: { tone: 'info', text: 'This folder has a bookmark already' } });
    return;
  }
  const name = nameOf(location) === '' ? 'All volumes' : nameOf(location);
  changeInBackground(context, (places) => withBookmark(places, { name, location }), `Bookmarked ${name}`, {
    command: 'places',
    does: 'shows it',
  });
}

function removeBookmark(context: CommandContext, location: Location): void {
  const words = `The bookmark of ${toPlainPath(location)} is gone, the folder stays`;
  changeInBackground(context, (places) => withoutBookmark(places, location), words);
}

function askName(context: CommandContext, { name, location }: PlaceRow): void {
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'prompt',
      title: 'Rename the bookmark',
      label: `New name for ${shortPath(location, context.getState().home)}`,
      field: textField(name),
      error: null,
      intent: { type: 'name-bookmark', location },
    },
  });
}
