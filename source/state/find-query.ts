import { AppError } from '../domain/app-error.ts';
import type { Entry } from '../domain/entry.ts';
import { maskTest } from './mask.ts';

type EntryTest = (entry: Entry) => boolean;

const SIZES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const DAY = 24 * 3600 * 1000;
const AGES: Readonly<Record<string, number>> = { h: DAY / 24, d: DAY, w: 7 * DAY, y: 365 * DAY };
const MEASURE = /^([<>])(\d+(?:[.,]\d+)?)([a-z]*)$/i;

/**
 * Understands what to find: a mask (`*.txt`; one of several must fit), or parts of the name (all must be in it, quoted ones
 * with their spaces), case aside; `>10M` and `<1k` by size (steps of 1000; files alone), `<7d` and `>1y` by age (h, d, w, y).
 * @throws AppError `usage` on nothing, and on a size or age that is none
 */
export function parseFindQuery(text: string, now: number): EntryTest {
  const words = Array.from(text.matchAll(/"([^"]*)"|\S+/g), ([word, quoted]) => ({ word, quoted }));
  if (words.length === 0) throw new AppError('usage', 'type a name, a part of one, or a mask as *.txt');
  const masks: string[] = [];
  const tests: EntryTest[] = [];
  for (const { word, quoted } of words) {
    if (quoted !== undefined) tests.push(partTest(quoted));
    else if (/^[<>]\d/.test(word)) tests.push(measureTest(word, now));
    else if (/[*?[]/.test(word)) masks.push(word);
    else tests.push(partTest(word));
  }
  if (masks.length > 0) {
    const fits = maskTest(masks.join(' '));
    tests.push(({ name }) => fits(name));
  }
  return (entry) => tests.every((test) => test(entry));
}

function partTest(part: string): EntryTest {
  const wanted = part.toLowerCase();
  return ({ name }) => name.toLowerCase().includes(wanted);
}

function measureTest(word: string, now: number): EntryTest {
  const [, sign, digits = '', unit = ''] = MEASURE.exec(word) ?? [];
  const number = Number(digits.replace(',', '.'));
  const isMore = sign === '>';
  const age = AGES[unit.toLowerCase()];
  if (age !== undefined) {
    const limit = now - number * age;
    return ({ modifiedAt }) => modifiedAt !== null && (isMore ? modifiedAt < limit : modifiedAt > limit);
  }
  const size = SIZES[unit.toLowerCase()];
  if (sign === undefined || size === undefined) {
    throw new AppError('usage', `${word} is neither a size nor an age`, { hint: 'as >10M, <500k, <7d or >1y' });
  }
  const limit = number * size;
  return ({ size: bytes }) => bytes !== null && (isMore ? bytes > limit : bytes < limit);
}
