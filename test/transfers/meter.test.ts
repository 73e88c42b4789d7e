import { expect, test } from 'vitest';
import { Meter } from '../../source/transfers/meter.ts';

const START = 1_400_000_000_000;

test('there is no rate before a second, and no time left before two', () => {
  const meter = new Meter(START);
  meter.add(1000, START + 500);
  expect(meter.rate(START + 900)).toBeNull();
  expect(meter.rate(START + 1000)).toBe(1000);
  expect(meter.secondsLeft(5000, START + 1500)).toBeNull();
  expect(meter.secondsLeft(5000, START + 2000)).toBe(10);
});

test('the rate is that of the last ten seconds alone', () => {
  const meter = new Meter(START);
  for (let second = 0; second < 20; second += 1) meter.add(second < 10 ? 1_000_000 : 1000, START + second * 1000 + 500);
  expect(meter.rate(START + 20_000)).toBe(1000);
  expect(meter.rate(START + 40_000)).toBe(0);
});

test('the time left is never negative, and unknown while nothing moves', () => {
  const meter = new Meter(START);
  meter.add(1000, START);
  expect(meter.secondsLeft(-50, START + 3000)).toBe(0);
  expect(meter.secondsLeft(1000, START + 30_000)).toBeNull();
});

test('four seconds without a byte are a stall', () => {
  const meter = new Meter(START);
  meter.add(1, START + 1000);
  expect(meter.isStalled(START + 4999)).toBe(false);
  expect(meter.isStalled(START + 5000)).toBe(true);
  meter.add(1, START + 6000);
  expect(meter.isStalled(START + 6001)).toBe(false);
});

test('bytes that come back are no speed', () => {
  const meter = new Meter(START);
  meter.add(4000, START + 100);
  meter.add(-4000, START + 200);
  expect(meter.rate(START + 2000)).toBe(2000);
});
