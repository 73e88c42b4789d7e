import { describe, expect, it } from 'vitest';
import type { Entry } from '../../source/domain/entry.ts';
import { Listing } from '../../source/domain/listing.ts';
import {
  compareAtGlance,
  isDiffering,
  recompared,
  swappedComparison,
  withJudged,
  type Badges,
  type Comparison,
} from '../../source/state/compare.ts';
import { atOnce } from '../../source/state/at-once.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const DAY = 24 * 3600 * 1000;

function glance(left: readonly Entry[], right: readonly Entry[]) {
  return atOnce(compareAtGlance(Listing.of(left), Listing.of(right)));
}

function badgesOf(here: Partial<Entry>, there: Partial<Entry>): string {
  const { left, right, unread } = glance([fileEntry('a', here)], [fileEntry('a', there)]);
  return unread.length > 0 ? 'unread' : `${left.get('a')}${right.get('a')}`;
}

describe('two folders at a glance', () => {
  it.each([
    ['other sizes, newer here', { size: 1, modifiedAt: DAY }, { size: 2, modifiedAt: 0 }, '><'],
    ['other sizes, newer there', { size: 1, modifiedAt: 0 }, { size: 2, modifiedAt: DAY }, '<>'],
    ['other sizes, the same time', { size: 1, modifiedAt: 1000 }, { size: 2, modifiedAt: 2000 }, '!!'],
    ['other sizes, no time', { size: 1, modifiedAt: null }, { size: 2, modifiedAt: DAY }, '!!'],
    ['the same hash at other times', { hash: 'sha1:x', modifiedAt: 0 }, { hash: 'sha1:x', modifiedAt: DAY }, '=='],
    ['other hashes', { hash: 'sha1:x', modifiedAt: 0 }, { hash: 'sha1:y', modifiedAt: DAY }, '<>'],
    ['the same size, a hash unknown', { hash: 'sha1:x' }, {}, 'unread'],
    ['nothing in both', { size: 0 }, { size: 0, hash: 'sha1:x' }, '=='],
    ['never filled there', { size: 0 }, { size: null }, '!!'],
    ['two pipes', { kind: 'other', size: 0 }, { kind: 'other', size: 0 }, '!!'],
    ['a folder and a file', { kind: 'folder', size: null }, { size: 1 }, '!!'],
  ] as const)('%s: %o and %o', (_, here, there, badges) => expect(badgesOf(here, there)).toBe(badges));

  it('know what is on one side only, and leave folders of both alone', () => {
    const { left, right } = glance(
      [folderEntry('both'), fileEntry('caf\udce9'), folderEntry('here')],
      [folderEntry('both'), fileEntry('there')],
    );
    expect([...left]).toEqual([
      ['caf\udce9', '·'],
      ['here', '·'],
    ]);
    expect([...right]).toEqual([['there', '·']]);
  });
});

function differing(badges: Badges): readonly string[] {
  return [...badges].filter(([, badge]) => isDiffering(badge)).map(([name]) => name);
}

function again(before: Comparison, left: Listing, right: Listing): Comparison {
  return atOnce(recompared(before, left, right));
}

describe('large folders', () => {
  it('are compared with pauses, in which keys are heard', () => {
    const many = Listing.of(Array.from({ length: 20_000 }, (_, at) => fileEntry(`file ${at}`, { size: 1 })));
    const glance = compareAtGlance(many, many);
    let pauses = 0;
    while (glance.next().done !== true) pauses += 1;
    expect(pauses).toBeGreaterThanOrEqual(80);
    const before = { left: new Map(), right: new Map(), read: new Map() };
    const renewed = recompared(before, many, many);
    for (pauses = 0; renewed.next().done !== true; pauses += 1);
    expect(pauses).toBeGreaterThanOrEqual(120);
  });
});

describe('a comparison', () => {
  const [a, b] = [fileEntry('a', { modifiedAt: DAY }), fileEntry('a', { modifiedAt: 0, identity: 'there' })];
  const before = glance([a, fileEntry('only')], [b]);

  it('takes in what reading told, and is turned when the panes are', () => {
    const judged = atOnce(withJudged(before, [{ left: a, right: b, isSame: false }]));
    expect([judged.left.get('a'), judged.right.get('a')]).toEqual(['>', '<']);
    expect(differing(judged.left)).toEqual(['only', 'a']);
    expect(differing(judged.right)).toEqual([]);
    expect(differing(swappedComparison(judged).right)).toEqual(['only', 'a']);
  });

  it('holds over a refresh for pairs that stayed, and for no other', () => {
    const judged = atOnce(withJudged(before, [{ left: a, right: b, isSame: true }]));
    const left = Listing.of([a, fileEntry('only')]);
    expect(again(judged, left, Listing.of([b])).left.get('a')).toBe('=');
    const changed = again(judged, left, Listing.of([fileEntry('a', { identity: 'changed' }), fileEntry('only')]));
    expect([...changed.left]).toEqual([]);
    expect(again(judged, left, Listing.of([])).left.get('a')).toBe('·');
  });
});
