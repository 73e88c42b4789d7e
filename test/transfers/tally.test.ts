import { expect, test } from 'vitest';
import { Tally } from '../../source/transfers/tally.ts';

const START = 1_000_000;
const RUNNING = { isRunning: true, isUpload: false, totalsKnown: true, isAllSent: false };

test('a rate and a time left stay for a second, while the bytes go on', () => {
  const tally = new Tally(START, []);
  tally.bytesTotal = 1_000_000;
  for (let now = START + 100; now <= START + 2000; now += 100) tally.bytes(100, now);
  const first = tally.progress(START + 2000, RUNNING);
  tally.bytes(50_000, START + 2100);
  const soon = tally.progress(START + 2900, RUNNING);
  expect([soon.rate, soon.secondsLeft]).toEqual([first.rate, first.secondsLeft]);
  expect(soon.bytesDone).toBe(52_000);
  expect(tally.progress(START + 3000, RUNNING).rate).toBeGreaterThan(first.rate ?? Number.NaN);
});

test('there is no pace while a job stands, and a fresh one when it goes on', () => {
  const tally = new Tally(START, []);
  tally.bytes(5000, START + 500);
  expect(tally.progress(START + 1000, RUNNING).rate).toBe(5000);
  expect(tally.progress(START + 1100, { ...RUNNING, isRunning: false }).rate).toBeNull();
  tally.meter.restart(START + 1200);
  expect(tally.progress(START + 1300, RUNNING).rate).toBeNull();
});
