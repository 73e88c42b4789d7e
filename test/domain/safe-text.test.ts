import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeText } from '../../source/domain/safe-text.ts';

describe('safeText', () => {
  it.each([
    ['a\u001b[31mb', 'a␛[31mb'],
    ['line\nbreak\ttab\r', 'line␊break␉tab␍'],
    ['\u007f\u009b', '␡‹9b›'],
    ['\u202egnp.exe', '‹202e›gnp.exe'],
    ['zero\u200bwidth', 'zero‹200b›width'],
    ['bytes \udcff\udc80', 'bytes \\xff\\x80'],
    ['lone \ud83d here', 'lone \ufffd here'],
    ['family 👩‍👩‍👧 and é 漢字', 'family 👩‍👩‍👧 and é 漢字'],
  ])('shows %j as %j', (text, shown) => expect(safeText(text)).toBe(shown));

  it('lets no control character of any text through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // oxlint-disable-next-line no-control-regex -- it is what must not be there
        expect(safeText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(safeText(text).isWellFormed()).toBe(true);
      }),
    );
  });
});
