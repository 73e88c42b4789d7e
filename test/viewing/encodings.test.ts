import { describe, expect, it } from 'vitest';
import type { Encoding } from '../../source/domain/view.ts';
import { decodeAt, encodeText } from '../../source/viewing/decode.ts';
import { ENCODINGS, guessEncoding } from '../../source/viewing/encodings.ts';

function decoded(bytes: Uint8Array, encoding: Encoding): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const { code, length } = decodeAt(bytes, at, encoding);
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

describe('guessEncoding', () => {
  it.each<[string, Uint8Array, Encoding, boolean]>([
    ['plain ASCII', Buffer.from('hello\n'), 'utf-8', false],
    ['UTF-8', Buffer.from('Fähre — 日本'), 'utf-8', false],
    ['UTF-8 with a mark', Buffer.from('\ufeffhello'), 'utf-8', false],
    [
      'UTF-8 with one broken byte',
      Buffer.concat([Buffer.from('äöüäöü'), Buffer.of(0xff), Buffer.from('tail')]),
      'utf-8',
      false,
    ],
    ['UTF-16 LE with a mark', Buffer.from('\ufeffHällo', 'utf16le'), 'utf-16le', false],
    ['UTF-16 BE with a mark', Buffer.from('\ufeffHällo', 'utf16le').swap16(), 'utf-16be', false],
    ['UTF-16 LE without a mark', Buffer.from('hello there', 'utf16le'), 'utf-16le', false],
    ['Latin-1', Buffer.from('Fähre über Straße', 'latin1'), 'latin-1', false],
    ['Windows-1252', Buffer.of(0x93, 0x61, 0x94, 0x20, 0x80), 'windows-1252', false],
    ['a program', Buffer.from('\u007fELF\u0002\u0001\u0001\0\0\0\0\0\0\0\0\0\u0003\0'), 'utf-8', true],
    ['the mark of UTF-32', Buffer.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), 'latin-1', true],
    ['nothing', Buffer.alloc(0), 'utf-8', false],
    ['text with colours in it', Buffer.from('\u001b[31mred\u001b[0m\n'), 'utf-8', false],
  ])('tells %s', (_, bytes, encoding, isBinary) => {
    expect(guessEncoding(bytes)).toMatchObject({ encoding, isBinary });
  });

  it('takes a head that ends within a character for UTF-8', () => {
    const bytes = Buffer.from('Fähre 日本');
    for (const cut of [1, 2]) expect(guessEncoding(bytes.subarray(0, bytes.length - cut)).encoding).toBe('utf-8');
  });
});

describe('decodeAt', () => {
  it.each(ENCODINGS)('reads back what was written in %s', (encoding) => {
    const text = encoding === 'latin-1' ? 'aÿé' : encoding === 'windows-1252' ? 'a€ÿŸ' : 'aé€日😀';
    expect(decoded(encodeText(text, encoding) ?? new Uint8Array(0), encoding)).toBe(text);
  });

  it('reads UTF-8 as the platform does, but for what is none', () => {
    const bytes = Uint8Array.from({ length: 4096 }, (_, at) => (at * 7919 + (at >> 3)) & 255);
    const ours = decoded(bytes, 'utf-8').replace(/[\udc80-\udcff]/g, '\ufffd');
    const theirs = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    // The platform takes several bytes of one broken sequence together.
    expect(ours.replace(/\ufffd+/g, '\ufffd')).toBe(theirs.replace(/\ufffd+/g, '\ufffd'));
  });

  it('has no character for what an encoding has not', () => {
    expect(encodeText('日', 'latin-1')).toBeNull();
    expect(encodeText('€', 'latin-1')).toBeNull();
    expect(encodeText('\u0081', 'windows-1252')).toBeNull();
  });
});
