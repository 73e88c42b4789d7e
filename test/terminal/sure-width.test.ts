import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { sureTextWidth, sureWidth } from '../../source/terminal/sure-width.ts';

describe('the width of a sure character', () => {
  it('is the one that the layout gives it, for every character there is', () => {
    const wrong: string[] = [];
    for (let code = 0x20; code < 0x110000; code += 1) {
      const width = sureWidth(code);
      if (width > 0 && stringWidth(String.fromCodePoint(code)) !== width) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
  });

  it('adds up in a text of such characters, and is nobody’s guess in any other', () => {
    expect(sureTextWidth('│ Zoë 語言 ▰▱ …')).toBe(stringWidth('│ Zoë 語言 ▰▱ …'));
    expect(sureTextWidth('e\u0301')).toBeNull();
    expect(sureTextWidth('👍')).toBeNull();
    expect(sureTextWidth('a\tb')).toBeNull();
  });
});
