import { describe, expect, it } from 'vitest';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import { CellScreen } from '../../source/terminal/cells.ts';
import { textAs, writtenAs } from '../../source/terminal/charset.ts';
import { rowsOf, TerminalSink } from '../helpers/screen.ts';

const LINES = ['┌─ Überschrift ──┐', '│ ▰▰▱ 名前.txt … │', '└─ ⇡ ✓ ✗ › ──────┘'];

async function shown(env: Record<string, string>, isAsciiWanted = false) {
  const capabilities = detectCapabilities({ env, isAsciiWanted });
  const sink = new TerminalSink(20, 3);
  const screen = new CellScreen({
    output: sink.asOutput(),
    capabilities,
    inputModes: { mouse: false, kittyKeys: false },
  });
  screen.write(`\u001b[?1049h\u001b[?2026h${LINES.join('\n')}\u001b[?2026l`);
  await new Promise<void>((resolve) => {
    screen.write('', () => resolve());
  });
  await sink.drawn();
  screen.restore();
  return { rows: rowsOf(sink.terminal), bytes: sink.bytes };
}

describe('what a locale can show', () => {
  it('is everything in UTF-8', async () => {
    expect((await shown({ TERM: 'xterm', LANG: 'de_DE.UTF-8' })).rows).toEqual(LINES);
  });

  it('is ASCII alone elsewhere, in the same columns', async () => {
    const { rows, bytes } = await shown({ TERM: 'xterm', LC_ALL: 'C', LANG: 'de_DE.UTF-8' });
    expect(rows).toEqual(['+- ?berschrift --+', '| ##. ????.txt ~ |', '+- ^ + x > ------+']);
    expect(Buffer.byteLength(bytes)).toBe(bytes.length);
  });

  it('keeps names as they are where only the signs are to be ASCII', async () => {
    const { rows } = await shown({ TERM: 'xterm', LANG: 'C.UTF-8' }, true);
    expect(rows).toEqual(['+- Überschrift --+', '| ##. 名前.txt ~ |', '+- ^ + x > ------+']);
  });

  it('has what the fonts of the Linux console have', async () => {
    const { rows } = await shown({ TERM: 'linux', LANG: 'C.UTF-8' });
    expect(rows).toEqual(['┌─ Überschrift ──┐', '│ ██░ 名前.txt ~ │', '└─ ↑ √ x > ──────┘']);
  });
});

describe('a text outside the screen', () => {
  it.each([
    ['u1file: Cloud › naïve', 'ascii', 'u1file: Cloud > na?ve'],
    ['u1file: Cloud › naïve', 'ascii-signs', 'u1file: Cloud > naïve'],
    ['u1file: Cloud › naïve', 'unicode', 'u1file: Cloud › naïve'],
  ] as const)('%s as %s', (text, charset, written) => expect(textAs(text, charset)).toBe(written));

  it('has a question mark for each column of what cannot be written', () => {
    expect(writtenAs('👩‍👩‍👧', 2, 'ascii')).toBe('??');
  });
});
