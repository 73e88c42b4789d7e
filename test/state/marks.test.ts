import { describe, expect, it } from 'vitest';
import { localLocation, type Location } from '../../source/domain/location.ts';
import type { PaneAction } from '../../source/state/pane-action.ts';
import { cursorName, newPane, type PaneState } from '../../source/state/pane.ts';
import { reducePane } from '../../source/state/reduce-pane.ts';
import { fileEntry } from '../helpers/entries.ts';

const HEIGHT = 10;
const HERE = localLocation('/home/ted');
const THERE = localLocation('/home/ted/sub');
const NAMES = ['a', 'b', 'c', 'd', 'e'];

function act(pane: PaneState, ...actions: readonly PaneAction[]): PaneState {
  return actions.reduce((at, action) => reducePane(at, action, HEIGHT), pane);
}

function filled(pane: PaneState, names: readonly string[] = NAMES): PaneState {
  const { requestId } = pane;
  const entries = names.map((name) => fileEntry(name));
  return act(
    pane,
    { type: 'pane/entries', side: 'left', requestId, entries },
    { type: 'pane/loaded', side: 'left', requestId },
  );
}

function opened(pane: PaneState, location: Location, through?: 'back' | 'forward', wantedName: string | null = null) {
  return act(pane, { type: 'pane/opened', side: 'left', location, requestId: 9, wantedName, through });
}

function at(pane: PaneState, to: number): PaneState {
  return act(pane, { type: 'pane/cursor', side: 'left', to });
}

function range(pane: PaneState, ...steps: readonly number[]): PaneState {
  return steps.reduce((now, step) => act(now, { type: 'pane/range', side: 'left', to: now.cursor + step }), pane);
}

function marked(pane: PaneState): string[] {
  return [...pane.marks].toSorted();
}

// Row 0 is `..`, so `a` is row 1.
const pane = filled(newPane(HERE));
const withB = act(pane, { type: 'pane/mark', side: 'left', names: ['b'], isMarked: true });

describe('a range of marks', () => {
  it('marks the rows passed, and takes them back when the way is gone back', () => {
    expect(marked(range(at(pane, 1), 1, 1, 1))).toEqual(['a', 'b', 'c']);
    expect(marked(range(at(pane, 1), 1, 1, 1, -1))).toEqual(['a', 'b']);
    expect(marked(range(at(pane, 3), 1, 1, -1, -1, -1))).toEqual(['c']);
  });

  it('takes the last row in when there is nothing further', () => {
    expect(marked(range(at(pane, 4), 1, 1))).toEqual(['d', 'e']);
    expect(marked(range(at(pane, 2), Number.MAX_SAFE_INTEGER))).toEqual(NAMES.slice(1));
    expect(marked(range(at(pane, 2), -100))).toEqual(['a', 'b']);
  });

  it('takes marks off where it begins on a marked row', () => {
    const all = act(pane, { type: 'pane/mark', side: 'left', names: NAMES, isMarked: true });
    expect(marked(range(at(all, 2), 1, 1))).toEqual(['a', 'd', 'e']);
  });

  it('leaves what was marked before as it was once it shrinks', () => {
    expect(marked(range(at(withB, 1), 1, 1, 1, -1, -1, -1))).toEqual(['b']);
  });

  it('begins anew after any other act', () => {
    const first = range(at(pane, 1), 1);
    expect(marked(range(at(first, 3), 1))).toEqual(['a', 'c']);
  });
});

describe('marks', () => {
  it('are there again after a way to another folder and back', () => {
    const away = filled(opened(at(withB, 4), THERE), ['x', 'y']);
    expect(marked(away)).toEqual([]);
    const again = filled(opened(away, HERE, undefined, 'sub'));
    expect(marked(again)).toEqual(['b']);
    const back = filled(opened(away, HERE, 'back', 'sub'));
    expect(marked(back)).toEqual(['b']);
    expect(cursorName(back)).toBe('d');
  });

  it('do not outlive what they were on', () => {
    const away = filled(opened(withB, THERE), ['x']);
    expect(marked(filled(opened(away, HERE), ['a', 'c']))).toEqual([]);
  });
});

describe('the order', () => {
  const mixed = act(pane, { type: 'pane/mixed', side: 'left' });

  it('turns round by itself, and keeps that across a change of folder', () => {
    const reversed = act(pane, { type: 'pane/reversed', side: 'left' });
    expect(reversed.sort).toMatchObject({ key: 'name', isReversed: true });
    expect(opened(reversed, THERE).sort).toEqual(reversed.sort);
  });

  it('has folders among the files when asked, whatever the key', () => {
    expect(mixed.sort.isMixed).toBe(true);
    expect(act(mixed, { type: 'pane/sorted', side: 'left', key: 'size' }).sort).toMatchObject({
      key: 'size',
      isMixed: true,
    });
  });
});
