import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../source/domain/entry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { cursorName, newPane, rowCount, withCursor, type PaneState } from '../../source/state/pane.ts';
import { reducePane } from '../../source/state/reduce-pane.ts';
import { naturalKey } from '../../source/state/sort.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const HEIGHT = 10;
const HERE = localLocation('/home/ted');

function loaded(entries: readonly Entry[], pane: PaneState = newPane(HERE)): PaneState {
  const { requestId } = pane;
  const filled = reducePane(pane, { type: 'pane/entries', side: 'left', requestId, entries }, HEIGHT);
  return reducePane(filled, { type: 'pane/loaded', side: 'left', requestId }, HEIGHT);
}

function shownNames(pane: PaneState): string[] {
  return Array.from(pane.rows, (index) => pane.listing.name(index));
}

function goTo(pane: PaneState, to: number): PaneState {
  return reducePane(pane, { type: 'pane/cursor', side: 'left', to }, HEIGHT);
}

describe('a pane', () => {
  it('shows folders first, then files as a person counts', () => {
    const pane = loaded(['file10', 'file2', 'File1', 'b'].map((name) => fileEntry(name)).concat(folderEntry('zoo')));
    expect(shownNames(pane)).toEqual(['zoo', 'b', 'File1', 'file2', 'file10']);
  });

  it('leaves hidden entries out until they are asked for', () => {
    const pane = loaded([fileEntry('.profile'), fileEntry('a')]);
    expect(shownNames(pane)).toEqual(['a']);
    expect(shownNames(reducePane(pane, { type: 'pane/hidden', side: 'left' }, HEIGHT))).toEqual(['.profile', 'a']);
  });

  it('has folders among the files when they are not to be first', () => {
    const pane = loaded([fileEntry('b'), folderEntry('c'), fileEntry('d')]);
    expect(shownNames(reducePane(pane, { type: 'pane/mixed', side: 'left' }, HEIGHT))).toEqual(['b', 'c', 'd']);
  });

  it('sorts by size with the largest first, and reverses when asked again', () => {
    const pane = loaded([fileEntry('a', { size: 1 }), fileEntry('b', { size: 3 }), fileEntry('c', { size: 2 })]);
    const bySize = reducePane(pane, { type: 'pane/sorted', side: 'left', key: 'size' }, HEIGHT);
    expect(shownNames(bySize)).toEqual(['b', 'c', 'a']);
    expect(shownNames(reducePane(bySize, { type: 'pane/sorted', side: 'left', key: 'size' }, HEIGHT))).toEqual([
      'a',
      'c',
      'b',
    ]);
  });

  it('drops the answer to an earlier request', () => {
    const pane = loaded([fileEntry('a')]);
    const late = { type: 'pane/entries', side: 'left', requestId: 7, entries: [fileEntry('late')] } as const;
    expect(reducePane(pane, late, HEIGHT)).toBe(pane);
  });

  it('keeps the cursor on the same name when a refresh moves it', () => {
    const before = goTo(loaded(['a', 'c'].map((name) => fileEntry(name))), 2);
    expect(cursorName(before)).toBe('c');
    const opened = reducePane(
      before,
      { type: 'pane/opened', side: 'left', location: HERE, requestId: 2, wantedName: null },
      HEIGHT,
    );
    expect(shownNames(opened)).toEqual(['a', 'c']);
    const after = loaded(
      ['a', 'b', 'c'].map((name) => fileEntry(name)),
      opened,
    );
    expect(shownNames(after)).toEqual(['a', 'b', 'c']);
    expect(cursorName(after)).toBe('c');
  });

  it('goes to the wanted name when it arrives in a later batch', () => {
    const opened = reducePane(
      newPane(HERE),
      { type: 'pane/opened', side: 'left', location: cloudLocation('e', 'v'), requestId: 1, wantedName: 'z' },
      HEIGHT,
    );
    const first = reducePane(
      opened,
      { type: 'pane/entries', side: 'left', requestId: 1, entries: [fileEntry('a')] },
      HEIGHT,
    );
    expect(cursorName(loaded([fileEntry('z')], first))).toBe('z');
  });

  it('forgets the marks of entries that are gone', () => {
    const pane = reducePane(
      loaded([fileEntry('a'), fileEntry('b')]),
      { type: 'pane/mark', side: 'left', names: ['a', 'b'], isMarked: true },
      HEIGHT,
    );
    const opened = reducePane(
      pane,
      { type: 'pane/opened', side: 'left', location: HERE, requestId: 3, wantedName: null },
      HEIGHT,
    );
    expect([...loaded([fileEntry('b')], opened).marks]).toEqual(['b']);
  });

  it('keeps the old rows and says why when a refresh fails', () => {
    const pane = loaded([fileEntry('a')]);
    const opened = reducePane(
      pane,
      { type: 'pane/opened', side: 'left', location: HERE, requestId: 4, wantedName: null },
      HEIGHT,
    );
    const error = { code: 'unreachable', message: 'no answer' } as const;
    const failed = reducePane(opened, { type: 'pane/failed', side: 'left', requestId: 4, error }, HEIGHT);
    expect(shownNames(failed)).toEqual(['a']);
    expect(failed.error).toEqual(error);
  });

  it('always shows the cursor, whatever the moves and heights', () => {
    const pane = loaded(Array.from({ length: 57 }, (_, at) => fileEntry(`f${at}`)));
    const moves = fc.array(
      fc.record({ to: fc.integer({ min: -5, max: 80 }), height: fc.integer({ min: 1, max: 70 }) }),
    );
    fc.assert(
      fc.property(moves, (steps) => {
        let at = pane;
        for (const { to, height } of steps) {
          at = withCursor(at, to, height);
          expect(at.cursor).toBeGreaterThanOrEqual(0);
          expect(at.cursor).toBeLessThan(rowCount(at));
          expect(at.top).toBeLessThanOrEqual(at.cursor);
          expect(at.cursor).toBeLessThan(at.top + height);
          expect(at.top).toBeLessThanOrEqual(Math.max(0, rowCount(at) - height));
        }
      }),
    );
  });
});

describe('naturalKey', () => {
  it('orders numbers within names by their value', () => {
    const numbers = fc.tuple(fc.nat(), fc.nat()).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(numbers, ([a, b]) => {
        expect(naturalKey(`part${a}.txt`) < naturalKey(`part${b}.txt`)).toBe(a < b);
      }),
    );
  });

  it('is that of the text with its numbers led by their length, zeros before them left out', () => {
    const mark = (digits: string): string => `0${String.fromCharCode(0x30 + digits.length)}${digits}`;
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-zA-Z.é]{0,20}$/), (name) => {
        const wanted = name.toLowerCase().replace(/0*(\d+)/g, (_, digits: string) => mark(digits));
        expect(naturalKey(name)).toBe(wanted);
      }),
    );
  });
});
