import { describe, expect, it } from 'vitest';
import { localLocation } from '../../source/domain/location.ts';
import type { PaneAction } from '../../source/state/pane-action.ts';
import { cursorName, newPane, type PaneState } from '../../source/state/pane.ts';
import { reducePane } from '../../source/state/reduce-pane.ts';
import { createStore } from '../../source/state/store.ts';
import { footerRight } from '../../source/ui/pane-words.ts';
import { rowTotals } from '../../source/ui/row-totals.ts';
import { fileEntry } from '../helpers/entries.ts';

const HERE = localLocation('/home/ted');
const act = (pane: PaneState, ...actions: readonly PaneAction[]): PaneState =>
  actions.reduce((before, action) => reducePane(before, action, 10), pane);
const names = (pane: PaneState): string[] => Array.from(pane.rows, (index) => pane.listing.name(index));
const opened = (requestId: number): PaneAction => ({
  type: 'pane/opened',
  side: 'left',
  location: HERE,
  requestId,
  wantedName: null,
});
const entries = (requestId: number, ...files: readonly string[]): PaneAction => ({
  type: 'pane/entries',
  side: 'left',
  requestId,
  entries: files.map((name) => fileEntry(name)),
});
const cursor = (to: number): PaneAction => ({ type: 'pane/cursor', side: 'left', to });
const footer = (pane: PaneState): string => footerRight(pane, rowTotals(pane), 0);

describe('a folder of which only the first entries were read', () => {
  const part = act(newPane(HERE), entries(0, 'c', 'd'), opened(1));

  it('shows them until the new reading has more, and goes on with the rows of that as they come', () => {
    expect([names(part), footer(part)]).toEqual([['c', 'd'], expect.stringContaining('2 entries…')]);
    const onD = act(part, cursor(2), entries(1, 'a', 'd'));
    expect(names(onD)).toEqual(['c', 'd']);
    const more = act(onD, entries(1, 'b'));
    expect([names(more), cursorName(more), footer(more)]).toEqual([
      ['a', 'b', 'd'],
      'd',
      expect.stringContaining('3 entries…'),
    ]);
    const whole = act(more, entries(1, 'c'), { type: 'pane/loaded', side: 'left', requestId: 1 });
    expect([names(whole), cursorName(whole), whole.status]).toEqual([['a', 'b', 'c', 'd'], 'd', 'ready']);
  });

  it('ends with fewer where some went away meanwhile', () => {
    const whole = act(part, entries(1, 'd'), { type: 'pane/loaded', side: 'left', requestId: 1 });
    expect(names(whole)).toEqual(['d']);
  });
});

describe('a folder that is read again', () => {
  const shown = act(
    newPane(HERE),
    entries(0, 'a', 'b'),
    { type: 'pane/loaded', side: 'left', requestId: 0 },
    opened(1),
  );

  it('keeps its rows until all is there, also when it has grown, and takes the order that was chosen meanwhile', () => {
    const half = act(shown, entries(1, 'c', '.d', 'a'), { type: 'pane/reversed', side: 'left' });
    expect(names(half)).toEqual(['b', 'a']);
    const more = act(half, { type: 'pane/hidden', side: 'left' }, entries(1, 'b'));
    expect(names(act(more, { type: 'pane/loaded', side: 'left', requestId: 1 }))).toEqual(['c', 'b', 'a', '.d']);
  });
});

describe('a store that tells of many actions together', () => {
  it('has the newest state at once, and tells once when the time has come or another action comes', () => {
    const waiting: (() => void)[] = [];
    const store = createStore<number, number>((before, added) => before + added, 0, {
      paceOf: (added) => (added === 1 ? (tell) => waiting.push(tell) : null),
    });
    const heard: number[] = [];
    store.subscribe(() => heard.push(store.getState()));
    for (let count = 0; count < 3; count += 1) store.dispatch(1);
    expect([store.getState(), heard]).toEqual([3, []]);
    store.dispatch(10);
    for (const tell of waiting) tell();
    expect(heard).toEqual([13]);
  });
});
