import { describe, expect, it } from 'vitest';
import { LinePace } from '../../source/terminal/line-pace.ts';

const QUESTION = '\u001b[5n';

/** A pace that has learnt from one answer: so many bytes in so many milliseconds. */
function learnt(bytes: number, milliseconds: number): LinePace {
  const pace = new LinePace();
  pace.start();
  expect(pace.written(bytes, 0)).toBe(QUESTION);
  expect(pace.answered(milliseconds)).toBe(true);
  return pace;
}

describe('the pace of a line', () => {
  it('asks nothing before somebody listens, nor for a few bytes', () => {
    const pace = new LinePace();
    expect(pace.written(5000, 0)).toBe('');
    pace.start();
    const other = new LinePace();
    other.start();
    expect(other.written(100, 0)).toBe('');
    expect(other.written(500, 0)).toBe(QUESTION);
  });

  it('never waits for a terminal that has never answered, and stops asking it', () => {
    const pace = new LinePace();
    pace.start();
    expect(pace.written(1000, 0)).toBe(QUESTION);
    expect(pace.written(100_000, 1)).toBe('');
    expect(pace.wait(2)).toBe(0);
    expect(pace.written(1000, 20_000)).toBe('');
    pace.answered(20_001);
    expect(pace.written(1000, 20_002)).toBe('');
  });

  it('lets half a second of drawing be under way on a slow line, and no more', () => {
    const pace = learnt(960, 1000);
    pace.touched(1000);
    expect(pace.written(600, 1000)).toBe(QUESTION);
    expect(pace.wait(1001)).toBe(0);
    pace.written(470, 1001);
    expect(pace.wait(1002)).toBe(0);
    pace.written(20, 1002);
    expect(pace.wait(1003)).toBeGreaterThan(0);
    pace.answered(1600);
    pace.touched(1600);
    expect(pace.wait(1601)).toBe(0);
  });

  it('never waits on a fast line', () => {
    const pace = learnt(1000, 1);
    for (let picture = 0; picture < 15; picture += 1) pace.written(1000, 2);
    expect(pace.wait(3)).toBe(0);
  });

  it('draws four pictures a second on a slow line where nobody asked for them', () => {
    const pace = learnt(960, 1000);
    pace.written(10, 2000);
    expect(pace.wait(2010)).toBe(240);
    pace.touched(2020);
    expect(pace.wait(2030)).toBe(0);
  });

  it('takes an answer for lost after ten seconds', () => {
    const pace = learnt(960, 1000);
    pace.written(600, 1000);
    pace.written(5000, 1000);
    expect(pace.wait(1000)).toBe(10_000);
    pace.touched(11_000);
    expect(pace.wait(11_001)).toBe(0);
  });

  it('is settled once the answer under way has come', async () => {
    const pace = learnt(960, 1000);
    pace.written(600, 1000);
    let isSettled = false;
    const settled = pace.settled().then(() => (isSettled = true));
    await Promise.resolve();
    expect(isSettled).toBe(false);
    pace.answered(1100);
    await settled;
    await pace.settled();
  });
});
