import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localLocation } from '../../source/domain/location.ts';
import { rowHolding } from '../../source/state/jump.ts';
import { maskTest } from '../../source/state/mask.ts';
import type { PaneAction } from '../../source/state/pane-action.ts';
import { newPane, type PaneState } from '../../source/state/pane.ts';
import { reducePane } from '../../source/state/reduce-pane.ts';
import { fileEntry } from '../helpers/entries.ts';

const HEIGHT = 10;
const NAMES = ['apple', 'banana', 'cherry', 'grape', 'pineapple'];

function loaded(names: readonly string[]): PaneState {
  const entries = names.map((name) => fileEntry(name));
  const filled = act(newPane(localLocation('/home')), { type: 'pane/entries', side: 'left', requestId: 0, entries });
  return act(filled, { type: 'pane/loaded', side: 'left', requestId: 0 });
}

function act(pane: PaneState, action: PaneAction): PaneState {
  return reducePane(pane, action, HEIGHT);
}

describe('jumping', () => {
  it('goes to the name that begins so before one that holds it', () => {
    const pane = loaded(NAMES);
    expect(rowHolding(pane, 'app', { from: 0, step: 1 })).toBe(1);
    expect(rowHolding(pane, 'PINE', { from: 0, step: 1 })).toBe(5);
    expect(rowHolding(pane, 'rap', { from: 0, step: 1 })).toBe(4);
  });

  it('goes on from where it is, round the end, both ways', () => {
    const pane = loaded(['a1', 'b', 'a2', 'c', 'a3']);
    expect(rowHolding(pane, 'a', { from: 2, step: 1 })).toBe(2);
    expect(rowHolding(pane, 'c', { from: 1, step: -1 })).toBe(5);
    expect(rowHolding(pane, 'nothing', { from: 0, step: 1 })).toBeNull();
  });
});

describe('a filter', () => {
  it('shows only the names that hold it, with the cursor kept by name', () => {
    const pane = act(loaded(NAMES), { type: 'pane/cursor', side: 'left', to: 5 });
    const filtered = act(pane, { type: 'pane/filtered', side: 'left', filter: 'APPLE' });
    expect(Array.from(filtered.rows, (index) => filtered.listing.name(index))).toEqual(['apple', 'pineapple']);
    expect(filtered.cursor).toBe(2);
    expect(act(filtered, { type: 'pane/filtered', side: 'left', filter: '' }).rows).toHaveLength(5);
  });
});

describe('a mask', () => {
  it.each([
    ['*.txt', ['a.txt', 'B.TXT'], ['a.txt.gz', 'txt']],
    ['photo?.jp*g', ['photo1.jpg', 'photo2.jpeg'], ['photo10.jpg']],
    ['[a-c]*', ['apple', 'cat'], ['dog']],
    ['[!a]*', ['b'], ['a']],
    ['*.c *.h', ['x.c', 'x.h'], ['x.o']],
    ['a+b (1)', ['a+b', '(1)'], ['aab']],
    ['', [], ['anything']],
  ])('%j takes what it should', (mask, fitting, others) => {
    const fits = maskTest(mask);
    expect(fitting.filter((name) => !fits(name))).toEqual([]);
    expect(others.filter((name) => fits(name))).toEqual([]);
  });

  it('never throws, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (mask, name) => {
        expect(maskTest(mask)(name)).toBeTypeOf('boolean');
        expect(maskTest('*')(name)).toBe(true);
      }),
    );
  });
});

describe('the history of a pane', () => {
  const places = ['/a', '/b', '/c'].map((path) => localLocation(path));
  const [a, b, c] = places as [(typeof places)[0], (typeof places)[0], (typeof places)[0]];
  const open = (pane: PaneState, location: typeof a, through?: 'back' | 'forward'): PaneState =>
    act(pane, { type: 'pane/opened', side: 'left', location, requestId: 1, wantedName: null, through });

  it('goes back and forward, and a new way ends what lay ahead', () => {
    const there = open(open(newPane(a), b), c);
    expect(there.trail.back).toEqual([a, b]);
    const back = open(there, b, 'back');
    expect(back.trail.back).toEqual([a]);
    expect(back.trail.forward).toEqual([c]);
    expect(open(back, c, 'forward').trail.back).toEqual([a, b]);
    expect(open(back, a).trail.forward).toEqual([]);
  });

  it('does not count a refresh', () => {
    expect(open(newPane(a), a).trail.back).toEqual([]);
  });
});
