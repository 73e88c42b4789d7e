import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFindQuery } from '../../source/state/find-query.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const NOW = Date.UTC(2026, 10, 24);
const DAY = 24 * 3600 * 1000;

function finds(query: string, name: string, rest: { size?: number; days?: number } = {}): boolean {
  return parseFindQuery(
    query,
    NOW,
  )(fileEntry(name, { size: rest.size ?? 1, modifiedAt: NOW - (rest.days ?? 0) * DAY }));
}

describe('what to find', () => {
  it.each([
    ['budget', 'The Budget.ods', true],
    ['budget 2019', '2019 budget', true],
    ['budget 2019', 'budget', false],
    ['*.txt', 'a.TXT', true],
    ['*.txt', 'a.txt.gz', false],
    ['*.jpg *.png', 'a.png', true],
    ['*.jpg photo', 'photo.png', false],
    ['"my letter"', 'to my letters', true],
    ['"my letter"', 'letter, my', false],
    ['a+b (1)', 'a+b (1)', true],
    ['>', 'a>b', true],
    ['\udce9', 'caf\udce9', true],
  ])('%s and the name %s: %s', (query, name, isFound) => expect(finds(query, name)).toBe(isFound));

  it.each([
    ['>10M', { size: 10_000_001 }, true],
    ['>10M', { size: 10_000_000 }, false],
    ['<1.5k', { size: 1499 }, true],
    ['<100', { size: 100 }, false],
    ['<7d', { days: 6 }, true],
    ['<7d', { days: 8 }, false],
    ['>1y', { days: 366 }, true],
    ['*.x >1k <2w', { size: 2000, days: 1 }, true],
    ['*.x >1k <2w', { size: 2000, days: 15 }, false],
  ])('%s and %o: %s', (query, rest, isFound) => expect(finds(query, 'name.x', rest)).toBe(isFound));

  it('knows no size of folders', () => {
    expect(parseFindQuery('>0', NOW)(folderEntry('a'))).toBe(false);
  });

  it.each(['', '  ', '>10q', '<7dd'])('says what is wrong with "%s"', (query) => {
    expect(() => parseFindQuery(query, NOW)).toThrow(expect.objectContaining({ code: 'usage' }));
  });

  it('finds an entry by any part of its own name, whatever that holds', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (name) => {
        const part = name.replaceAll('"', '');
        fc.pre(part !== '');
        expect(finds(`"${part}"`, `x${part}y`)).toBe(true);
      }),
    );
  });
});
