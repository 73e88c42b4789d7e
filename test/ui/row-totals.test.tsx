import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { Listing } from '../../source/domain/listing.ts';
import { localLocation } from '../../source/domain/location.ts';
import { newPane, type PaneState } from '../../source/state/pane.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import { PaneView } from '../../source/ui/pane-view.tsx';
import { rowTotals } from '../../source/ui/row-totals.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const LISTING = Listing.of([fileEntry('a', { size: 1 }), fileEntry('b', { size: 2 }), folderEntry('c')]);

function paneOf(rows: Uint32Array, marks: readonly string[] = []): PaneState {
  const pane = newPane(localLocation('/srv'));
  return { ...pane, status: 'ready', listing: LISTING, rows, marks: new Set(marks) };
}

describe('what the rows of a pane come to', () => {
  it('leaves out what does not show, and takes a marked folder as far as it was measured', () => {
    const measures = new Map([['c', { bytes: 40, files: 1, isWhole: true }]]);
    const pane = { ...paneOf(Uint32Array.of(1, 2), ['a', 'b', 'c']), measures };
    expect(rowTotals(pane)).toEqual({ bytes: 2, marked: 2, markedBytes: 42 });
  });

  it('is summed up once, not at each step of the cursor', () => {
    const rows = Uint32Array.of(0, 1, 2);
    let sums = 0;
    Object.defineProperty(rows, Symbol.iterator, {
      value() {
        sums += 1;
        return Uint32Array.prototype[Symbol.iterator].call(this);
      },
    });
    const pane = paneOf(rows, ['b']);
    const registry = createRegistry();
    const view = (cursor: number) => (
      <PaneView {...{ pane: { ...pane, cursor }, width: 40, height: 5, registry }} isActive home="/home/ted" now={0} />
    );
    const { rerender, lastFrame } = render(view(0));
    for (const cursor of [1, 2, 3]) rerender(view(cursor));
    expect(lastFrame()).toContain('> c/');
    expect(lastFrame()).toContain('1 marked, 2 B');
    expect(sums).toBe(1);
  });
});
