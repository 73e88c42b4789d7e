import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../source/keys/decode.ts';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import { GraphicLayer, type Graphic } from '../../source/terminal/graphic-layer.ts';
import { createGraphicsProbe } from '../../source/terminal/graphics.ts';
import { Glyphs } from '../../source/terminal/glyphs.ts';
import { Grid } from '../../source/terminal/grid.ts';
import { PLAIN, Styles } from '../../source/terminal/styles.ts';
import { Updater } from '../../source/terminal/update.ts';

function probeOf(env: Readonly<Record<string, string>>) {
  const sent: string[] = [];
  const capabilities = detectCapabilities({ env });
  const probe = createGraphicsProbe({ capabilities, send: (sequence) => sent.push(sequence) });
  const decoder = createDecoder({});
  const answer = (text: string): void => probe.hear(decoder.push(new TextEncoder().encode(text)));
  return { probe, sent, answer };
}

const XTERM = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
const KITTY_OK = '\u001b_Gi=31;OK\u001b\\';

describe('how a terminal draws pictures', () => {
  it.each([
    ['kitty, and how large its cells are', `${KITTY_OK}\u001b[6;20;10t\u001b[?62;c`, 'kitty', 10],
    ['kitty, which does not say how large', `${KITTY_OK}\u001b[?62c`, 'kitty', 8],
    ['both, of which kitty is the better', `${KITTY_OK}\u001b[6;20;10t\u001b[?62;4;6c`, 'kitty', 10],
    ['sixel', '\u001b[6;20;10t\u001b[?62;4;6c', 'sixel', 10],
    ['sixel, but not how large its cells are', '\u001b[?62;4c', 'none', undefined],
    ['neither', '\u001b[6;20;10t\u001b[?1;2c', 'none', undefined],
    ['kitty is refused', '\u001b_Gi=31;ENOTSUP\u001b\\\u001b[?62;6c', 'none', undefined],
    ['attribute 14 is not 4', '\u001b[6;20;10t\u001b[?62;14c', 'none', undefined],
  ])('is what it answers: %s', async (_, answers, protocol, width) => {
    const { probe, sent, answer } = probeOf(XTERM);
    const asked = probe.ask();
    expect(sent.join('')).toBe('\u001b[16t\u001b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\u001b\\\u001b[c');
    answer(answers);
    const graphics = await asked;
    expect(graphics.protocol).toBe(protocol);
    expect('cell' in graphics ? graphics.cell.width : undefined).toBe(width);
    await probe.settled();
    await probe.ask();
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['a VT100', { TERM: 'vt100' }],
    ['the Linux console', { TERM: 'linux' }],
    ['screen', { ...XTERM, STY: '1.pts' }],
    ['who wants no colours', { ...XTERM, NO_COLOR: '1' }],
  ])('is never asked of %s', async (_, env) => {
    const { probe, sent } = probeOf(env);
    expect(await probe.ask()).toEqual({ protocol: 'none' });
    await probe.settled();
    expect(sent).toEqual([]);
  });

  it('is asked of tmux without the question that it takes for a title', async () => {
    const { probe, sent, answer } = probeOf({ ...XTERM, TMUX: '/tmp/tmux' });
    const asked = probe.ask();
    expect(sent.join('')).not.toContain('\u001b_');
    answer('\u001b[6;16;8t\u001b[?1;2;4c');
    expect(await asked).toEqual({ protocol: 'sixel', cell: { width: 8, height: 16 } });
  });
});

describe('the picture below the cells', () => {
  const graphic: Graphic = { row: 1, column: 2, columns: 3, rows: 2, sequence: '<picture>', clear: '<clear>' };
  const glyphs = new Glyphs('unicode');
  const letter = 'x'.charCodeAt(0);

  it('is drawn once nothing covers it, goes when something does, and comes again', () => {
    const layer = new GraphicLayer();
    const [shown, wanted] = [new Grid(10, 5, true), new Grid(10, 5)];
    wanted.put(2, 4, letter, 1, PLAIN);
    layer.want(graphic);
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('');
    wanted.erase(2, 4, 5);
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('\u001b[2;3H<picture>');
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('');
    wanted.put(1, 2, letter, 1, PLAIN);
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('<clear>');
    wanted.erase(1, 2, 3);
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('\u001b[2;3H<picture>');
    expect(layer.dropped()).toBe('<clear>');
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('\u001b[2;3H<picture>');
    expect(layer.want(null)).toBe(true);
    expect(layer.before(shown, wanted) + layer.after(wanted)).toBe('<clear>');
  });

  it('is never drawn where the screen has become too small for it', () => {
    const layer = new GraphicLayer();
    layer.want(graphic);
    expect(layer.after(new Grid(4, 5))).toBe('');
    expect(layer.after(new Grid(10, 2))).toBe('');
  });

  it('that has no end of its own is written over, cell by cell', () => {
    const layer = new GraphicLayer();
    const [shown, wanted] = [new Grid(10, 5, true), new Grid(10, 5)];
    const updater = new Updater(glyphs, new Styles('true', true));
    const state = { shown, cursor: null, style: PLAIN };
    layer.want({ ...graphic, clear: null });
    layer.after(wanted);
    expect(updater.update(state, wanted)).toBe('');
    layer.want(null);
    expect(layer.before(shown, wanted)).toBe('');
    expect(updater.update(state, wanted)).toBe('\u001b[2;3H   \u000b\b\b\b   ');
    expect(updater.update(state, wanted)).toBe('');
  });
});
