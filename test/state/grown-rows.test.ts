import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../source/domain/entry.ts';
import { Listing } from '../../source/domain/listing.ts';
import { grownRows, sortedRows, type SortOrder } from '../../source/state/sort.ts';

const entry = fc.record({
  name: fc.stringMatching(/^[.a-c]{0,2}\d{0,3}[A-C]{0,2}$/),
  kind: fc.constantFrom('file', 'folder', 'volume'),
  size: fc.option(fc.nat(5)),
  modifiedAt: fc.option(fc.nat(5)),
  hash: fc.constant(null),
  publicUrl: fc.constant(null),
  identity: fc.constant(''),
}) as fc.Arbitrary<Entry>;
const order: fc.Arbitrary<SortOrder> = fc.record({
  key: fc.constantFrom('name', 'size', 'time', 'kind'),
  isReversed: fc.boolean(),
});

test('rows that grow by batches are those of the whole listing sorted at once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(entry, { maxLength: 12 }), { maxLength: 8 }),
      order,
      fc.record({ showHidden: fc.boolean(), filter: fc.constantFrom('', 'a', '1') }),
      (batches, order, filter) => {
        let listing = Listing.empty();
        let rows: Uint32Array = new Uint32Array();
        for (const batch of batches) {
          const longer = listing.append(batch);
          rows = grownRows({ rows, length: listing.length }, longer, order, filter);
          listing = longer;
        }
        expect(Array.from(rows)).toEqual(Array.from(sortedRows(listing, order, filter)));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a batch more works out the sorting of its own names alone', () => {
  let asked = 0;
  const make = (name: string): string => {
    asked += 1;
    return name;
  };
  const named = (name: string): Entry => ({
    name,
    kind: 'file',
    size: 0,
    modifiedAt: 0,
    hash: null,
    publicUrl: null,
    identity: '',
  });
  const first = Listing.of(['a', 'b'].map(named));
  for (const index of [0, 1, 0, 1]) first.sortKey(index, make);
  const longer = first.append([named('c')]);
  for (const index of [0, 1, 2]) longer.sortKey(index, make);
  expect(asked).toBe(3);
});
