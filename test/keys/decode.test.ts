import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, type Decoder } from '../../source/keys/decode.ts';
import type { InputEvent } from '../../source/keys/events.ts';

const encoder = new TextEncoder();

function push(decoder: Decoder, text: string): InputEvent[] {
  return decoder.push(encoder.encode(text));
}

/** The names of the keys that this text is, decoded at once and flushed. */
function keysOf(text: string, isLinuxConsole = false): string[] {
  const decoder = createDecoder({ isLinuxConsole });
  return [...push(decoder, text), ...decoder.flush()].map((event) => (event.type === 'key' ? event.key : event.type));
}

const F_KEYS: Readonly<Record<string, readonly string[]>> = {
  xterm: ['OP', 'OQ', 'OR', 'OS', '[15~', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'],
  'linux console': ['[[A', '[[B', '[[C', '[[D', '[[E', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'],
  'rxvt and PuTTY': ['[11~', '[12~', '[13~', '[14~', '[15~', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'],
  'PuTTY as VT100+': ['OP', 'OQ', 'OR', 'OS', 'OT', 'OU', 'OV', 'OW', 'OX', 'OY', 'OZ', 'O['],
  'screen and tmux': ['OP', 'OQ', 'OR', 'OS', '[15~', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'],
  kitty: ['[P', '[Q', '[13~', '[S', '[15~', '[17~', '[18~', '[19~', '[20~', '[21~', '[23~', '[24~'],
  'kitty by code': Array.from({ length: 12 }, (_, at) => `[${57364 + at}u`),
  'kitty with an event type': Array.from({ length: 12 }, (_, at) => `[${57364 + at};1:1u`),
  'modifyOtherKeys of xterm, no modifier': Array.from({ length: 12 }, (_, at) => `[27;1;${57364 + at}~`),
};

describe('function keys', () => {
  for (const [terminal, sequences] of Object.entries(F_KEYS)) {
    it(`are F1 to F12 from ${terminal}`, () => {
      expect(sequences.map((sequence) => keysOf(`\u001b${sequence}`))).toEqual(
        sequences.map((_, at) => [`f${at + 1}`]),
      );
    });
  }

  it('carry their modifiers in every encoding', () => {
    expect(keysOf('\u001b[17;2~')).toEqual(['shift+f6']);
    expect(keysOf('\u001b[1;2P')).toEqual(['shift+f1']);
    expect(keysOf('\u001bO2P')).toEqual(['shift+f1']);
    expect(keysOf('\u001bO1;5S')).toEqual(['ctrl+f4']);
    expect(keysOf('\u001b[1;3R')).toEqual(['alt+f3']);
    expect(keysOf('\u001b[18;3~')).toEqual(['alt+f7']);
    expect(keysOf('\u001b\u001b[18~')).toEqual(['alt+f7']);
    expect(keysOf('\u001b\u001bOP')).toEqual(['alt+f1']);
    expect(keysOf('\u001b[17$')).toEqual(['shift+f6']);
    expect(keysOf('\u001b[17^')).toEqual(['ctrl+f6']);
    expect(keysOf('\u001b[17@')).toEqual(['ctrl+shift+f6']);
    expect(keysOf('\u001b[57369;2u')).toEqual(['shift+f6']);
    expect(keysOf('\u001b[17;66~')).toEqual(['shift+f6']); // caps lock is on
  });

  it('beyond F12 are F13 to F20, which the Linux console means as Shift', () => {
    const sequences = ['25', '26', '28', '29', '31', '32', '33', '34'].map((number) => `\u001b[${number}~`);
    expect(sequences.flatMap((each) => keysOf(each))).toEqual(sequences.map((_, at) => `f${13 + at}`));
    expect(sequences.flatMap((each) => keysOf(each, true))).toEqual(sequences.map((_, at) => `shift+f${1 + at}`));
  });

  it('are Escape and a digit', () => {
    expect('1234567890'.split('').flatMap((digit) => keysOf(`\u001b${digit}`))).toEqual(
      Array.from({ length: 10 }, (_, at) => `f${at + 1}`),
    );
    expect(keysOf('\u001b[53;3u')).toEqual(['f5']);
    expect(keysOf('\u001b[27u5')).toEqual(['esc', 'f5']);
  });
});

describe('Escape alone', () => {
  it('waits for what may follow, and is the Escape key once nothing did', () => {
    const decoder = createDecoder();
    expect(push(decoder, '\u001b')).toEqual([]);
    expect(decoder.pending).toBe('escape');
    expect(decoder.flush()).toEqual([{ type: 'key', key: 'esc' }]);
    expect(decoder.pending).toBe('none');
  });

  it('still makes an F-key of a digit that is the very next key, without a deadline', () => {
    const decoder = createDecoder();
    push(decoder, '\u001b');
    decoder.flush();
    expect(push(decoder, '5')).toEqual([{ type: 'key', key: 'f5' }]);
    expect(push(decoder, '5')).toEqual([{ type: 'key', key: '5', text: '5' }]);
  });

  it('makes nothing of a digit once another key came between', () => {
    const decoder = createDecoder();
    push(decoder, '\u001b');
    decoder.flush();
    expect(push(decoder, 'x5').map((event) => event.type === 'key' && event.key)).toEqual(['x', '5']);
  });

  it('takes the late rest of a cut sequence for what it was', () => {
    const decoder = createDecoder();
    push(decoder, '\u001b');
    decoder.flush();
    expect(push(decoder, '[Bx').map((event) => event.type === 'key' && event.key)).toEqual(['down', 'x']);
    push(decoder, '\u001b');
    decoder.flush();
    expect(push(decoder, '[').map((event) => event.type === 'key' && event.key)).toEqual(['[']);
  });

  it('is a key by itself before another one', () => {
    expect(keysOf('\u001b\u001b')).toEqual(['esc', 'esc']);
    expect(keysOf('\u001b\u001bx')).toEqual(['esc', 'alt+x']);
    expect(keysOf('\u001b\u001b5')).toEqual(['esc', 'f5']);
  });

  it('is a key by itself before an answer of the terminal, the mouse and a paste', () => {
    expect(keysOf('\u001b\u001b[0nx')).toEqual(['esc', 'reply', 'x']);
    expect(keysOf('\u001b\u001b[<0;3;4Mx')).toEqual(['esc', 'mouse', 'x']);
    expect(keysOf('\u001b\u001b[200~q\u001b[201~')).toEqual(['esc', 'paste']);
    // rxvt, PuTTY and others send Alt and a key so: Escape and then the key, in one piece, cannot be told from it.
    expect(keysOf('\u001b\u001b[A\u001b\u001bOP')).toEqual(['alt+up', 'alt+f1']);
  });
});

describe('other keys', () => {
  const cases: readonly (readonly [string, ...string[]])[] = [
    ['\u001b[A\u001bOB\u001b[C\u001bOD', 'up', 'down', 'right', 'left'],
    ['\u001b[H\u001bOH\u001b[1~\u001b[7~', 'home', 'home', 'home', 'home'],
    ['\u001b[F\u001bOF\u001b[4~\u001b[8~', 'end', 'end', 'end', 'end'],
    ['\u001b[2~\u001b[3~\u001b[5~\u001b[6~', 'insert', 'delete', 'pageup', 'pagedown'],
    ['\u001b[1;2A\u001b[a\u001b[1;5D\u001bOd', 'shift+up', 'shift+up', 'ctrl+left', 'ctrl+left'],
    ['\u001b[1;8C\u001b[1;4B', 'ctrl+alt+shift+right', 'alt+shift+down'],
    ['\t\u001b[Z\u001b[9;2u\u001b[27;2;9~', 'tab', 'shift+tab', 'shift+tab', 'shift+tab'],
    ['ab\r', 'a', 'b', 'enter'],
    ['\r\n\u001bOM\u001b[13u', 'enter', 'enter', 'enter', 'enter'],
    ['\u007f\b\u001b[127u', 'backspace', 'backspace', 'backspace'],
    ['\u0012\u0014\u0000\u001c\u001f', 'ctrl+r', 'ctrl+t', 'ctrl+space', 'ctrl+\\', 'ctrl+_'],
    ['aA? é語😀', 'a', 'A', '?', 'space', 'é', '語', '😀'],
    ['\u001b.\u001bA\u001bé\u001b\r\u001b\u007f', 'alt+.', 'alt+A', 'alt+é', 'alt+enter', 'alt+backspace'],
    ['\u001b\u0012', 'ctrl+alt+r'],
    ['\u001bOj\u001bOk\u001bOm\u001bOo\u001bOp\u001bOy', '*', '+', '-', '/', '0', '9'],
    ['\u001b[114;5u\u001b[27;5;114~', 'ctrl+r', 'ctrl+r'],
    ['\u001b[97;2u\u001b[97;3u\u001b[97;4u\u001b[97;6u', 'A', 'alt+a', 'alt+A', 'ctrl+shift+a'],
    ['\u001b[32u\u001b[32;5u\u001b[233u', 'space', 'ctrl+space', 'é'],
    ['\u001b[57410u\u001b[57413u\u001b[57404u\u001b[57420u', '/', '+', '5', 'down'],
    ['\u001b[99::99;5u\u001b[1089::99;1u', 'ctrl+c', 'с'],
    ['\u001b[27u\u001b[27;1:1u\u001b[27;1:3u', 'esc', 'esc', 'reply'],
  ];
  for (const [bytes, ...keys] of cases) {
    it(`${JSON.stringify(bytes)} is ${keys.join(' ')}`, () => {
      expect(keysOf(bytes)).toEqual(keys);
    });
  }

  it('type their text and nothing else does', () => {
    const decoder = createDecoder();
    const events = push(decoder, 'a é\u001bx\u0012\u001b[65;1;66u\u001bOk\r');
    expect(events.map((event) => (event.type === 'key' ? event.text : null))).toEqual([
      'a',
      ' ',
      'é',
      undefined,
      undefined,
      'B',
      '+',
      undefined,
    ]);
  });

  it('with only a bracket after Escape are Alt and that bracket', () => {
    expect(keysOf('\u001b[')).toEqual(['alt+[']);
    expect(keysOf('\u001bO')).toEqual(['alt+O']);
    expect(keysOf('\u001b]')).toEqual(['alt+]']);
    expect(keysOf('\u001b[\r')).toEqual(['alt+[', 'enter']);
  });
});

describe('what is no key', () => {
  const replies = [
    '\u001b[?62;22c',
    '\u001b[>1;10;0c',
    '\u001b[12;40R',
    '\u001b[0n',
    '\u001b[?2026;2$y',
    '\u001b[?1u',
    '\u001b[I',
    '\u001b[O',
    '\u001b[8;40;120t',
    '\u001b]11;rgb:0000/0000/0000\u0007',
    '\u001b]11;rgb:0000/0000/0000\u001b\\',
    '\u001bP>|kitty(0.35)\u001b\\',
    '\u001b_Gi=1;OK\u001b\\',
    '\u001b[57441;2u',
    '\u001b[99~',
    '\u0085',
  ];
  for (const reply of replies) {
    it(`${JSON.stringify(reply)} is swallowed`, () => {
      expect(keysOf(`${reply}x`)).toEqual(['reply', 'x']);
    });
  }

  it('is dropped when it breaks off, and what follows is not', () => {
    expect(keysOf('\u001b[1;\u001b[B')).toEqual(['reply', 'down']);
    expect(keysOf('\u001bP>|kit\u001b[B')).toEqual(['reply', 'down']);
    expect(keysOf('\u001b[12')).toEqual(['reply']);
    expect(keysOf(`\u001b[${'1'.repeat(200)}`)[0]).toBe('reply');
  });

  it('is dropped when it is no UTF-8', () => {
    const decoder = createDecoder();
    const events = decoder.push(Uint8Array.of(0xff, 0xc0, 0x41, 0xe2, 0x82, 0x42, 0xed, 0xa0, 0x80, 0x43));
    expect(events.filter((event) => event.type === 'key').map((event) => event.key)).toEqual(['A', 'B', 'C']);
  });
});

describe('the mouse', () => {
  it('is told by SGR 1006, in cells from 0', () => {
    const decoder = createDecoder();
    const plain = { ctrl: false, alt: false, shift: false };
    expect(push(decoder, '\u001b[<0;12;5M\u001b[<0;12;5m\u001b[<65;200;300M\u001b[<34;1;1M\u001b[<28;1;1M')).toEqual([
      { type: 'mouse', action: 'press', button: 'left', column: 11, row: 4, ...plain },
      { type: 'mouse', action: 'release', button: 'left', column: 11, row: 4, ...plain },
      { type: 'mouse', action: 'wheel-down', button: 'none', column: 199, row: 299, ...plain },
      { type: 'mouse', action: 'drag', button: 'right', column: 0, row: 0, ...plain },
      { type: 'mouse', action: 'press', button: 'left', column: 0, row: 0, ctrl: true, alt: true, shift: true },
    ]);
  });

  it('is told by the older encodings too', () => {
    const decoder = createDecoder();
    const seen = push(decoder, '\u001b[M !!\u001b[M#!!\u001b[32;4;9M');
    expect(seen.map((event) => event.type === 'mouse' && [event.action, event.column, event.row])).toEqual([
      ['press', 0, 0],
      ['release', 0, 0],
      ['press', 3, 8],
    ]);
  });
});

describe('a paste', () => {
  it('is exact, with a mark of byte order in front of it too', () => {
    expect(push(createDecoder(), '\u001b[200~\ufeffname\u001b[201~')).toEqual([{ type: 'paste', text: '\ufeffname' }]);
  });

  it('is text whatever it holds, with line ends as newlines', () => {
    const decoder = createDecoder();
    expect(push(decoder, '\u001b[200~q\r\u001b[15~\r\nü\u001b[201~x')).toEqual([
      { type: 'paste', text: 'q\n\u001b[15~\nü' },
      { type: 'key', key: 'x', text: 'x' },
    ]);
  });

  it('is not ended by a silence', () => {
    const decoder = createDecoder();
    expect(push(decoder, '\u001b[200~delete')).toEqual([]);
    expect(decoder.flush()).toEqual([]);
    expect(decoder.pending).toBe('paste');
    expect(push(decoder, ' all\u001b[201~')).toEqual([{ type: 'paste', text: 'delete all' }]);
  });
});

describe('any chunking', () => {
  const piece = fc.oneof(
    fc.constantFrom(...Object.values(F_KEYS).flatMap((sequences) => sequences.map((each) => `\u001b${each}`))),
    fc.constantFrom('\u001b[B', '\u001b[5~', '\u001b[17;2~', '\u001b[17$', '\u001b5', '\u001b.', '\u001b\u001b[A'),
    fc.constantFrom('\u001b[<0;12;5M', '\u001b[M !!', '\u001b[12;40R', '\u001bP>|x\u001b\\', '\u001b]11;rgb\u0007'),
    fc.constantFrom(
      '\u001b[200~a\rb\u001b[201~',
      '\u001b[200~\u001b[20\u001b[201~',
      '\r',
      '\n',
      '\t',
      '\u007f',
      'ab\r',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  const bytes = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map((pieces) => encoder.encode(pieces.join(''))),
    fc.uint8Array({ maxLength: 40 }),
    fc
      .array(fc.constantFrom(...encoder.encode('\u001b\u001b\u001b[[O]P0129;:<Mmu~$?_\\\r'), 0xc3, 0xa9), {
        maxLength: 30,
      })
      .map((each) => Uint8Array.from(each)),
  );

  it('of the bytes gives the same events', () => {
    fc.assert(
      fc.property(bytes, fc.array(fc.nat(6), { maxLength: 60 }), (input, sizes) => {
        const whole = createDecoder();
        const expected = [...whole.push(input), ...whole.flush()];
        const cut = createDecoder();
        const seen: InputEvent[] = [];
        let at = 0;
        for (const size of sizes) {
          seen.push(...cut.push(input.subarray(at, at + size)));
          at += size;
        }
        seen.push(...cut.push(input.subarray(at)), ...cut.flush());
        expect(seen).toEqual(expected);
        expect(cut.pending).toBe(whole.pending);
      }),
      { numRuns: 20_000 },
    );
  });

  it('loses no key of a burst of 20 000', () => {
    const decoder = createDecoder();
    const input = encoder.encode('\u001b[B'.repeat(20_000));
    let count = 0;
    for (let at = 0; at < input.length; at += 997) {
      count += decoder
        .push(input.subarray(at, at + 997))
        .filter((event) => event.type === 'key' && event.key === 'down').length;
    }
    expect(count).toBe(20_000);
  });
});
