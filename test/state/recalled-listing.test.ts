import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import type { ErrorCode } from '../../source/domain/app-error.ts';
import type { Entry } from '../../source/domain/entry.ts';
import { cloudLocation } from '../../source/domain/location.ts';
import type { PaneAction } from '../../source/state/pane-action.ts';
import { cursorName, newPane, type PaneState } from '../../source/state/pane.ts';
import { reducePane } from '../../source/state/reduce-pane.ts';
import { emptyWords, footerRight } from '../../source/ui/pane-words.ts';
import { rowTotals } from '../../source/ui/row-totals.ts';
import { fileEntry } from '../helpers/entries.ts';

const HEIGHT = 10;
const HOUR = 3_600_000;
const FOLDER = cloudLocation('ted', 'Ubuntu One');
const act = (pane: PaneState, ...actions: readonly PaneAction[]): PaneState =>
  actions.reduce((before, action) => reducePane(before, action, HEIGHT), pane);
const names = (pane: PaneState): string[] => Array.from(pane.rows, (index) => pane.listing.name(index));
const opened: PaneAction = { type: 'pane/opened', side: 'right', location: FOLDER, requestId: 1, wantedName: null };
const loaded: PaneAction = { type: 'pane/loaded', side: 'right', requestId: 1 };
const entries = (...files: readonly string[]): PaneAction => ({
  type: 'pane/entries',
  side: 'right',
  requestId: 1,
  entries: files.map((name) => fileEntry(name)),
});
const recalled = (files: readonly Entry[], requestId = 1): PaneAction => ({
  type: 'pane/recalled',
  side: 'right',
  requestId,
  listing: { entries: files, quota: null, seenAt: 1000 },
});
const failed = (code: ErrorCode): PaneAction => ({
  type: 'pane/failed',
  side: 'right',
  requestId: 1,
  error: { code, message: 'no' },
});
const OLD = recalled(['a', 'b', 'c'].map((name) => fileEntry(name)));

describe('what a cloud folder held when it was last seen', () => {
  it('is shown with its age until the answer is whole, and the cursor stays on its name', () => {
    const shown = act(newPane(FOLDER), opened, OLD, { type: 'pane/cursor', side: 'right', to: 3 });
    expect([names(shown), cursorName(shown)]).toEqual([['a', 'b', 'c'], 'c']);
    expect(footerRight(shown, rowTotals(shown), 1000 + 2 * HOUR)).toContain('3 entries');
    expect(footerRight(shown, rowTotals(shown), 1000 + 2 * HOUR)).toContain('as of 2 h ago');
    const half = act(shown, entries('0', '1', 'c'));
    expect(names(half)).toEqual(['a', 'b', 'c']);
    const whole = act(half, loaded);
    expect([names(whole), cursorName(whole)]).toEqual([['0', '1', 'c'], 'c']);
    expect(footerRight(whole, rowTotals(whole), 2 * HOUR)).not.toContain('ago');
  });

  it('comes too late once rows of now are there, or for another folder', () => {
    expect(names(act(newPane(FOLDER), opened, entries('new'), OLD))).toEqual(['new']);
    expect(names(act(newPane(FOLDER), opened, recalled([fileEntry('a')], 7)))).toEqual([]);
    expect(names(act(newPane(FOLDER), opened, loaded, OLD))).toEqual([]);
  });

  it('stays where there is no answer, and goes where the answer is no', () => {
    const unreachable = act(newPane(FOLDER), opened, OLD, failed('unreachable'));
    expect(names(unreachable)).toEqual(['a', 'b', 'c']);
    expect(footerRight(unreachable, rowTotals(unreachable), 1000)).toContain('as of just now');
    const gone = act(newPane(FOLDER), opened, OLD, failed('not-found'));
    expect([names(gone), emptyWords(gone, createRegistry())]).toEqual([[], 'no']);
  });
});
