import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CellScreen } from '../../source/terminal/cells.ts';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import { cellsOf, rowsOf, TerminalSink } from '../helpers/screen.ts';

const CAPABILITIES = detectCapabilities({ env: { TERM: 'xterm-256color', COLORTERM: 'truecolor', LANG: 'C.UTF-8' } });
const NO_INPUT = { mouse: false, kittyKeys: false };

function screenOn(sink: TerminalSink, env: Record<string, string> | null = null): CellScreen {
  const capabilities = env === null ? CAPABILITIES : detectCapabilities({ env });
  const screen = new CellScreen({ output: sink.asOutput(), capabilities, inputModes: NO_INPUT });
  screen.start();
  screen.write('\u001b[?1049h\u001b[?25l');
  return screen;
}

/** What Ink writes for a picture that fills the screen, in its plain mode. */
function inkFrame(lines: readonly string[], previousLines: number): string {
  const erase =
    '\u001b[2K\u001b[1A'.repeat(Math.max(0, previousLines - 1)) + (previousLines > 0 ? '\u001b[2K\u001b[G' : '');
  return `\u001b[?2026h${erase}${lines.join('\n')}\u001b[?2026l`;
}

async function settled(screen: CellScreen, sink: TerminalSink): Promise<void> {
  await new Promise<void>((resolve) => {
    screen.write('', () => resolve());
  });
  await sink.drawn();
}

/** The screen after these pictures, and the bytes of the last one. */
async function show(
  pictures: readonly (readonly string[])[],
  columns = 20,
  rows = 4,
): Promise<{ sink: TerminalSink; last: string }> {
  const sink = new TerminalSink(columns, rows);
  const screen = screenOn(sink);
  let before = 0;
  let previous = 0;
  for (const picture of pictures) {
    await settled(screen, sink);
    before = sink.bytes.length;
    screen.write(inkFrame(picture, previous));
    previous = picture.length;
  }
  await settled(screen, sink);
  return { sink, last: sink.bytes.slice(before) };
}

describe('the cell screen', () => {
  it('writes only the cells that differ', async () => {
    const { sink, last } = await show([
      ['one', 'two', 'three', 'four'],
      ['one', 'two', 'thyee', 'four'],
    ]);
    expect(rowsOf(sink.terminal)).toEqual(['one', 'two', 'thyee', 'four']);
    expect(last.endsWith('y')).toBe(true);
    expect(last.length).toBeLessThan('\u001b[3;3Hy'.length);
  });

  it('writes nothing for a picture that is shown already', async () => {
    const { last } = await show([
      ['same', '\u001b[7mbar\u001b[27m'],
      ['same', '\u001b[7mbar\u001b[27m'],
    ]);
    expect(last).toBe('');
  });

  it('changes styles by what differs between them', async () => {
    const { last } = await show([
      ['aa', 'bb', '', ''],
      ['\u001b[1m\u001b[31ma\u001b[32ma\u001b[39m\u001b[22m', 'bb', '', ''],
    ]);
    expect(last.endsWith('\u001b[1;31ma\u001b[32ma')).toBe(true);
  });

  it('does not care for the ink of blanks', async () => {
    const { last } = await show([
      ['a   b', '', '', ''],
      ['a\u001b[1;31m   \u001b[mb', '', '', ''],
    ]);
    expect(last).toBe('');
  });

  it('erases a long tail instead of writing blanks', async () => {
    const { last } = await show([
      ['abcdefghijklmno', '', '', ''],
      ['abc', '', '', ''],
    ]);
    expect(last.endsWith('\u001b[K')).toBe(true);
    expect(last).not.toContain(' ');
  });

  it('writes a short gap again rather than leaping over it', async () => {
    const { last } = await show([
      ['abcdef', '', '', ''],
      ['Xbcdef'.replace('d', 'Y'), '', '', ''],
    ]);
    expect(last.endsWith('XbcY')).toBe(true);
  });

  it('leaves colours out when none are wanted, and keeps what is no colour', async () => {
    const sink = new TerminalSink(20, 2);
    const screen = screenOn(sink, { TERM: 'xterm-256color', NO_COLOR: '1' });
    screen.write(inkFrame(['\u001b[31;44mred\u001b[0m \u001b[7mbar\u001b[27m', ''], 0));
    await settled(screen, sink);
    expect(sink.bytes).not.toMatch(/\[[\d;]*(31|44)[\d;]*m/);
    expect(sink.bytes).toContain('\u001b[7mbar');
  });

  it('takes the nearest colour that the terminal has', async () => {
    const sink = new TerminalSink(20, 2);
    const screen = screenOn(sink, { TERM: 'xterm' });
    screen.write(inkFrame(['\u001b[38;2;250;10;10mred\u001b[39m \u001b[38;5;21mblue\u001b[39m', ''], 0));
    await settled(screen, sink);
    expect(sink.bytes).toContain('\u001b[91mred');
    expect(sink.bytes).toContain('\u001b[94mblue');
  });

  it('brackets only a large picture as one', async () => {
    const { sink } = await show([Array.from({ length: 30 }, (_, row) => `${row}`.padEnd(100, 'x'))], 120, 30);
    expect(sink.bytes).toContain('\u001b[?2026h');
    const { sink: small } = await show([['a', 'b']]);
    expect(small.bytes).not.toContain('\u001b[?2026');
  });

  it('shows the cursor where the writer left it', async () => {
    const sink = new TerminalSink(20, 4);
    const screen = screenOn(sink);
    screen.write(
      inkFrame(['abc', 'def', 'ghi', 'jkl'], 0).replace('\u001b[?2026l', '\u001b[2A\u001b[3G\u001b[?25h\u001b[?2026l'),
    );
    await settled(screen, sink);
    expect([sink.terminal.buffer.active.cursorX, sink.terminal.buffer.active.cursorY]).toEqual([2, 1]);
    expect(sink.bytes.endsWith('\u001b[?25h')).toBe(true);
  });

  it('keeps the panes aligned beside glyphs whose width terminals disagree on', async () => {
    for (const name of ['⚠️ b', '👩‍👩‍👧‍👦 f', 'é', '🏳️‍🌈', '☂️x']) {
      const { sink } = await show([
        ['|', '', '', ''],
        [`${name}\u001b[15G|end`, '', '', ''],
      ]);
      expect(sink.terminal.buffer.active.getLine(0)?.getCell(14)?.getChars()).toBe('|');
    }
  });

  it('hands other sequences through in their turn', async () => {
    const sink = new TerminalSink(20, 4);
    const screen = screenOn(sink);
    let title = '';
    sink.terminal.onTitleChange((text) => {
      title = text;
    });
    screen.write('\u001b]2;hello\u0007');
    await settled(screen, sink);
    expect(title).toBe('hello');
    expect(rowsOf(sink.terminal)).toEqual(['', '', '', '']);
  });

  it('puts the terminal back once, whoever asks first', async () => {
    const sink = new TerminalSink(20, 4);
    const screen = screenOn(sink);
    screen.write(inkFrame(['a', 'b', 'c', 'd'], 0));
    screen.restore();
    screen.restore();
    screen.write('\u001b[?1049l\u001b[?25h');
    await sink.drawn();
    expect(sink.bytes.split('\u001b[?1049l').length).toBe(2);
    expect(sink.terminal.buffer.active.type).toBe('normal');
    expect(sink.terminal.modes.wraparoundMode).toBe(true);
  });

  it('comes back whole after another program had the terminal', async () => {
    const sink = new TerminalSink(20, 4);
    const screen = screenOn(sink);
    screen.write(inkFrame(['a', 'b', 'c', 'd'], 0));
    screen.write('\u001b[?1049l');
    sink.write('garbage of an editor');
    screen.write('\u001b[?1049h');
    screen.write(inkFrame(['a', 'b', 'c', 'd'], 0));
    await settled(screen, sink);
    expect(rowsOf(sink.terminal)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('skips pictures while the terminal has not taken the last one, and then shows the newest', async () => {
    const sink = new TerminalSink(20, 4);
    const screen = screenOn(sink);
    await settled(screen, sink);
    sink.isStuck = true;
    screen.write(inkFrame(['0', '', '', ''], 0));
    const stuckAt = sink.bytes.length;
    for (let count = 1; count <= 100; count += 1) screen.write(inkFrame([String(count), '', '', ''], 4));
    expect(sink.bytes.length).toBe(stuckAt);
    sink.unstick();
    await settled(screen, sink);
    expect(rowsOf(sink.terminal)[0]).toBe('100');
    expect(sink.bytes.length - stuckAt).toBeLessThan(12);
  });

  it('keeps, in another size, the rows that the writer knows to be there and does not write again', async () => {
    for (const [columns, rows] of [
      [21, 4],
      [20, 5],
      [24, 6],
      [15, 4],
      [4, 4],
    ] as const) {
      const sink = new TerminalSink(20, 4);
      const screen = screenOn(sink);
      screen.write(inkFrame(['语 title', 'one', 'two', 'last'], 0));
      await settled(screen, sink);
      sink.resize(columns, rows);
      // As Ink does: up to the top, over what is the same, and the one row that is another.
      screen.write(
        '\u001b[?2026h\u001b[3A\u001b[1E\u001b[Gone\u001b[K\u001b[1E\u001b[GTWO\u001b[K\u001b[1E\u001b[?2026l',
      );
      await settled(screen, sink);
      const wanted = ['语 title'.slice(0, columns), 'one', 'TWO', 'last'].map((row) =>
        columns === 4 && row.startsWith('语') ? '语 t' : row,
      );
      expect(rowsOf(sink.terminal).slice(0, 4), `${columns}x${rows}`).toEqual(wanted);
    }
  });

  it('draws everything again in the new size', async () => {
    const sink = new TerminalSink(30, 4);
    const screen = screenOn(sink);
    screen.write(inkFrame(['a'.repeat(30), 'b'.repeat(30), 'c', 'd'], 0));
    await settled(screen, sink);
    sink.resize(10, 3);
    expect([screen.columns, screen.rows]).toEqual([10, 3]);
    screen.write(inkFrame(['short', 'rows', 'only'], 4));
    await settled(screen, sink);
    expect(rowsOf(sink.terminal)).toEqual(['short', 'rows', 'only']);
  });
});

const style = fc.constantFrom(
  '',
  '1',
  '2',
  '7',
  '4',
  '31',
  '92',
  '44',
  '1;7',
  '38;5;208',
  '48;2;10;20;30',
  '9',
  '3;36',
);
const sureText = fc.constantFrom(
  'a',
  'file.txt',
  ' ',
  '    ',
  '语',
  '語言',
  '│',
  '─━',
  '한글',
  'é',
  'ж',
  '…',
  'x'.repeat(30),
);
const doubtfulText = fc.constantFrom('👍', '⚠️', '👩‍👩‍👧', 'é', 'ñ', '🇩🇪', '☂️', 'ｆ', '\u3000', '⌚', 'क्षि', 'ą̈', '❤️‍🔥');
const piece = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(style, text).map(([codes, value]) => (codes === '' ? value : `\u001b[${codes}m${value}\u001b[m`));
const line = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(piece(text), { maxLength: 14 }).map((pieces) => pieces.join(''));

type Step = { readonly size: readonly [number, number] } | { readonly lines: readonly string[] };

function steps(text: fc.Arbitrary<string>): fc.Arbitrary<Step[]> {
  const size = fc
    .tuple(fc.integer({ min: 1, max: 33 }), fc.integer({ min: 1, max: 8 }))
    .map((each) => ({ size: each }));
  const lines = fc.array(line(text), { minLength: 1, maxLength: 8 }).map((each) => ({ lines: each }));
  return fc.array(fc.oneof({ arbitrary: lines, weight: 6 }, { arbitrary: size, weight: 1 }), {
    minLength: 1,
    maxLength: 12,
  });
}

/** Plays the steps, and answers the terminal and the last picture as it was written. */
async function play(script: readonly Step[]): Promise<{ sink: TerminalSink; lines: readonly string[] }> {
  const sink = new TerminalSink(24, 6);
  const screen = screenOn(sink);
  let lines: readonly string[] = [''];
  for (const step of script) {
    if ('size' in step) {
      // The emulator fails on bytes for the old size that it draws in the new one.
      await sink.drawn();
      sink.resize(...step.size);
    } else lines = step.lines;
    lines = lines.slice(0, sink.rows);
    const padded = [...lines, ...Array.from({ length: sink.rows - lines.length }, () => '')];
    // Ink begins each picture at the top of the last one.
    screen.write(`\u001b[?2026h\u001b[H\u001b[J${padded.join('\n')}\u001b[?2026l`);
    // Some pictures follow each other without a wait, as in a burst of keys.
    if (lines.length % 2 === 0) await settled(screen, sink);
  }
  await settled(screen, sink);
  return { sink, lines };
}

/** A glyph of several joined ones, which a terminal may paint over its neighbour; the neighbour goes. */
const NEIGHBOUR_GOES: Step[] = [
  { lines: ['\u001b[4m❤️‍🔥\u001b[m\u001b[7m👍\u001b[m', ''] },
  { lines: ['\u001b[4m❤️‍🔥\u001b[m', ''] },
];

describe('after any number of pictures and sizes', () => {
  it('the terminal shows what a fresh full draw shows, cell by cell, whatever the glyphs', async () => {
    await fc.assert(
      fc.asyncProperty(steps(fc.oneof(sureText, doubtfulText)), async (script) => {
        const { sink, lines } = await play(script);
        const fresh = new TerminalSink(sink.columns, sink.rows);
        const screen = screenOn(fresh);
        const padded = [...lines, ...Array.from({ length: sink.rows - lines.length }, () => '')];
        screen.write(`\u001b[?2026h\u001b[H\u001b[J${padded.join('\n')}\u001b[?2026l`);
        await settled(screen, fresh);
        expect(cellsOf(sink.terminal)).toEqual(cellsOf(fresh.terminal));
      }),
      { numRuns: 700, examples: [[NEIGHBOUR_GOES]] },
    );
  }, 240_000);

  it('the terminal shows what it would show without the cell screen, for glyphs all agree on', async () => {
    await fc.assert(
      fc.asyncProperty(steps(sureText), async (script) => {
        const { sink, lines } = await play(script);
        const bare = new TerminalSink(sink.columns, sink.rows);
        // The last cell of a row takes no half of a wide glyph in either.
        bare.write(
          `\u001b[?7l${lines.map((each, row) => `\u001b[${row + 1};1H${clipped(each, sink.columns)}`).join('')}`,
        );
        await bare.drawn();
        expect(cellsOf(sink.terminal)).toEqual(cellsOf(bare.terminal));
      }),
      { numRuns: 700 },
    );
  }, 240_000);
});

describe('a picture whose rows move', () => {
  it('is moved by the terminal in a few bytes, whatever stands in it', async () => {
    const rows = 12;
    const texts = fc.array(line(fc.oneof(sureText, doubtfulText)), { minLength: 40, maxLength: 40 });
    const tops = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, tops, async (lines, path) => {
        const pictures = path.map((top) => ['head', ...lines.slice(top, top + rows - 2), `at ${top}`]);
        const { sink } = await show(pictures, 40, rows);
        const { sink: fresh } = await show(pictures.slice(-1), 40, rows);
        expect(cellsOf(sink.terminal)).toEqual(cellsOf(fresh.terminal));
      }),
      { numRuns: 100 },
    );
    const page = (top: number): string[] =>
      Array.from({ length: 12 }, (_, at) => `line ${top + at} of a long text with words`);
    expect((await show([page(100), page(101)], 60, 12)).last.length).toBeLessThan(80);
    expect((await show([page(104), page(100)], 60, 12)).last.length).toBeLessThan(200);
  }, 240_000);
});

/** The line without what lies past the right edge: a terminal that does not wrap would paint all of it over the last cell. */
function clipped(text: string, columns: number): string {
  let left = columns;
  // oxlint-disable-next-line no-control-regex -- sequences begin with a control character
  return text.replace(/\u001b\[[\d;]*m|./gu, (part) => {
    if (part.startsWith('\u001b')) return part;
    const width = /[\u3041-\u30fa\u4e00-\u9fff\uac00-\ud7a3]/u.test(part) ? 2 : 1;
    left -= width;
    if (left >= 0) return part;
    return left + width === 1 && width === 2 ? ' ' : '';
  });
}
