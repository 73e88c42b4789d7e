import * as fc from 'fast-check';
import { expect, it } from 'vitest';
// @ts-expect-error -- a part of the build, without types
import { lazySegmenter } from '../../scripts/build/lazy-segmenter.js';

const real = new Intl.Segmenter();
const lazy = lazySegmenter() as Intl.Segmenter;
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\r', '语', '…', '│', 'é', '\u0301', '\u200d', '👍', '\u001b', '['),
  }),
);

it('cuts every text as the real one does, by all that is asked of it', () => {
  fc.assert(
    fc.property(texts, fc.integer({ min: -2, max: 12 }), (text, index) => {
      const [one, other] = [real.segment(text), lazy.segment(text)];
      expect([...other]).toEqual([...one]);
      expect(other.containing(index)).toEqual(one.containing(index));
      expect(other.containing()).toEqual(one.containing());
    }),
    { numRuns: 3000 },
  );
});
