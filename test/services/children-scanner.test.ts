import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createChildrenScanner } from '../../source/services/remote/children-scanner.ts';

/** What comes out when the text arrives in pieces cut at these places. */
function scan(text: string, cuts: readonly number[]): { children: unknown[]; rest: unknown } {
  const scanner = createChildrenScanner();
  const bytes = Buffer.from(text);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  const children: unknown[] = [];
  for (const [index, place] of places.entries())
    children.push(...scanner.push(bytes.subarray(place, places[index + 1])));
  return { children, rest: scanner.end() };
}

const cuts = fc.array(fc.nat(), { maxLength: 20 });
const element = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
const head = fc.dictionary(
  fc
    .oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"children":[', '\\', 'a"b'))
    .filter((key) => key !== 'children'),
  fc.oneof(fc.jsonValue(), fc.constant({ children: [{ a: 1 }] }), fc.constant('"children":[{')),
);

test('any object gives its children and the rest, however its bytes are cut', () => {
  fc.assert(
    fc.property(head, fc.array(element), head, fc.constantFrom(0, 2), cuts, (before, children, after, indent, cuts) => {
      const whole = JSON.stringify({ ...before, children, ...after }, null, indent);
      const { children: _, ...rest } = JSON.parse(whole) as Record<string, unknown>;
      const wanted = JSON.parse(JSON.stringify(children)) as unknown[];
      expect(scan(whole, cuts)).toEqual({ children: wanted, rest: { ...rest, children: [] } });
    }),
    { numRuns: 500 },
  );
});

test('children come as soon as they are whole', () => {
  const scanner = createChildrenScanner();
  expect(scanner.push(Buffer.from('{"a":1,"children":[{"n":"x'))).toEqual([]);
  expect(scanner.push(Buffer.from('}{"},{"n":"y"}'))).toEqual([{ n: 'x}{' }, { n: 'y' }]);
  expect(scanner.push(Buffer.from(',{"n":1}]'))).toEqual([{ n: 1 }]);
  expect(scanner.push(Buffer.from('}'))).toEqual([]);
  expect(scanner.end()).toEqual({ a: 1, children: [] });
});

test.each([
  ['cut off in the head', '{"a":'],
  ['cut off in the children', '{"children":[{"a":1},{"a"'],
  ['cut off between children', '{"children":[{"a":1},'],
  ['cut off after the children', '{"children":[{"a":1}]'],
  ['a web page', '<html>"children":[{}]</html>'],
  ['nothing', ''],
  ['a child that is no object', '{"children":[1]}'],
  ['a child that is broken', '{"children":[{"a":x}]}'],
  ['something after the end', '{"children":[]}{'],
])('%s is a bad answer', (_what, text) => {
  expect(() => scan(text, [3, 9])).toThrow(expect.objectContaining({ code: 'bad-answer' }));
});

test('an object without children is just the rest', () => {
  expect(scan('{"a":{"children":[{}]}}', [5])).toEqual({ children: [], rest: { a: { children: [{}] } } });
  expect(scan('{"children":[]}', [])).toEqual({ children: [], rest: { children: [] } });
});
