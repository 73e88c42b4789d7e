import { describe, expect, it } from 'vitest';
import { fieldLine } from '../../source/ui/layers/field-line.ts';
import { widthOf } from '../../source/ui/fit.ts';

function shown(text: string, cursor: number, width: number): string {
  const [before, under, after] = fieldLine({ text, cursor }, width).map((span) => span.text);
  return `${before}[${under}]${after}`;
}

describe('a text field', () => {
  it.each([
    ['name.txt', 8, 'name.txt[ ]'],
    ['name.txt', 0, '[n]ame.txt'],
    ['', 0, '[ ]'],
    ['0123456789abcdef', 16, '789abcdef[ ]'],
    ['0123456789abcdef', 0, '[0]123456789'],
    ['0123456789abcdef', 12, '3456789ab[c]'],
    ['名前名前名前', 6, '名前名前[ ]'],
    ['a\u001b[31m', 5, 'a␛[31[m]'],
    ['e\u0301e\u0301', 2, 'e\u0301[e\u0301]'],
  ])('of %j with the cursor at %i shows %j in ten columns', (text, cursor, line) => {
    expect(shown(text, cursor, 10)).toBe(line);
  });

  it('takes no more than its columns, whatever was pasted', () => {
    for (const text of ['x'.repeat(10_000), '👩‍👩‍👧'.repeat(500), '\u0301'.repeat(5000), '\u202e'.repeat(3000)]) {
      for (const cursor of [0, Math.floor(text.length / 2), text.length]) {
        const spans = fieldLine({ text, cursor }, 30);
        expect(widthOf(spans.map((span) => span.text).join(''))).toBeLessThanOrEqual(38);
        expect(spans.map((span) => span.text).join('').length).toBeLessThan(1000);
      }
    }
  });
});
