import { describe, expect, it } from 'vitest';
import { backgroundOf } from '../../source/terminal/background.ts';

describe('the background that a terminal answers', () => {
  it.each([
    [']11;rgb:0000/0000/0000', 'dark'],
    [']11;rgb:1e1e/1e1e/2e2e', 'dark'],
    [']11;rgb:ffff/ffff/ffff', 'light'],
    [']11;rgb:fd/f6/e3', 'light'],
    [']11;rgba:0000/2b2b/3636/ffff', 'dark'],
    [']11;#fafafa', 'light'],
    [']11;rgb:0000/ffff/0000', 'light'],
    [']11;rgb:0000/0000/ffff', 'dark'],
  ])('%s is %s', (report, background) => expect(backgroundOf(report)).toBe(background));

  it.each([']10;rgb:ffff/ffff/ffff', ']11;?', ']11;white', '0n', ']11;rgb:fffff/0/0'])('%s is no answer', (report) =>
    expect(backgroundOf(report)).toBeNull(),
  );
});
