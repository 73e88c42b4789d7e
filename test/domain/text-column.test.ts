import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextColumn } from '../../source/domain/text-column.ts';

test('a column of texts gives back what was put in, whatever it is, and nothing beyond its end', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a\udc80b', 'ÿ', '€', 'x'.repeat(5000)));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 200 }), (texts) => {
      const column = new TextColumn();
      for (const each of texts) column.push(each);
      expect(texts.map((_, at) => column.get(at))).toEqual(texts);
      expect(column.get(texts.length)).toBe('');
    }),
  );
});
