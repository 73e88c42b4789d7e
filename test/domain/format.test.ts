import { describe, expect, it } from 'vitest';
import { formatBytes, formatClock, formatTime } from '../../source/domain/format.ts';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [4096, '4.1 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [5_368_709_120, '5.4 GB'],
  ])('says %d bytes as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words));
});

describe('formatClock', () => {
  it.each([
    [-3, '0:00'],
    [1.2, '0:02'],
    [64, '1:04'],
    [3849, '1:04:09'],
  ])('says %d s as %s', (seconds, words) => expect(formatClock(seconds)).toBe(words));
});

describe('formatTime', () => {
  const now = new Date(2026, 10, 24, 12, 0).getTime();
  it('shows the clock for recent times, 12 columns wide', () => {
    expect(formatTime(new Date(2026, 10, 2, 4, 5).getTime(), now)).toBe('Nov  2 04:05');
  });
  it('shows the year for old times and for times to come', () => {
    expect(formatTime(new Date(2019, 0, 21).getTime(), now)).toBe('Jan 21  2019');
    expect(formatTime(new Date(2027, 0, 21).getTime(), now)).toBe('Jan 21  2027');
  });
});
