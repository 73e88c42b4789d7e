import jsqr from 'jsqr';
import { expect, test } from 'vitest';
import { qrRows } from '../../source/commands/qr-rows.ts';

const ADDRESS = 'https://cloud.example.org/p/2aBcD-long_enough_to_need_more_than_the_smallest_code';
/** Pixels of a module. */
const SCALE = 4;

/** What a camera reads that sees these modules, light where true. */
function read(modules: readonly (readonly boolean[])[]): string | undefined {
  const side = modules.length * SCALE;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let at = 0; at < side * side; at += 1) {
    const isLight = modules[Math.floor(at / side / SCALE)]?.[Math.floor((at % side) / SCALE)] ?? false;
    if (!isLight) pixels.fill(0, at * 4, at * 4 + 3);
  }
  return jsqr.default(pixels, side, side)?.data;
}

test('a code in ASCII takes two columns a module, and a camera reads it', () => {
  const rows = qrRows(ADDRESS, false);
  expect(rows.join('')).toMatch(/^[# ]+$/);
  expect(rows[0]?.length).toBe(rows.length * 2);
  expect(read(rows.map((row) => Array.from({ length: rows.length }, (_, at) => row[at * 2] === '#')))).toBe(ADDRESS);
});

test('a code in half blocks takes half the rows, and a camera reads it', () => {
  const rows = qrRows(ADDRESS, true);
  const half = (signs: string) => (row: string) => Array.from(row, (sign) => signs.includes(sign));
  const modules = rows.flatMap((row) => [half('█▀')(row), half('█▄')(row)]).slice(0, rows[0]?.length);
  expect(read(modules)).toBe(ADDRESS);
});
