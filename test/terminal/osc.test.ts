import { describe, expect, it } from 'vitest';
import { clipboardSequence } from '../../source/terminal/osc.ts';

const ESC = '\u001b';

/** What GNU screen hands to the terminal outside: the insides of its device control strings. */
function throughScreen(bytes: string): string {
  // oxlint-disable-next-line no-control-regex -- sequences begin with a control character
  return Array.from(bytes.matchAll(/\u001bP([^]*?)\u001b\\/g), (match) => match[1] ?? '').join('');
}

describe('clipboardSequence', () => {
  const text = 'http://127.0.0.1:8080/2aBcD '.repeat(20);
  const plain = `${ESC}]52;c;${Buffer.from(text).toString('base64')}\u0007`;

  it('is OSC 52', () => expect(clipboardSequence(text)).toBe(plain));

  it('reaches tmux itself and the terminal outside', () => {
    const wrapped = `${ESC}Ptmux;${plain.replaceAll(ESC, ESC + ESC)}${ESC}\\`;
    expect(clipboardSequence(text, 'tmux')).toBe(plain + wrapped);
  });

  it('goes through screen in strings that it takes', () => {
    const sequence = clipboardSequence(text, 'screen') ?? '';
    expect(throughScreen(sequence)).toBe(plain);
    // oxlint-disable-next-line no-control-regex -- sequences begin with a control character
    for (const [part] of sequence.matchAll(/\u001bP[^]*?\u001b\\/g)) expect(part.length).toBeLessThanOrEqual(80);
  });

  it('is none for more than terminals take', () => expect(clipboardSequence('x'.repeat(80_000))).toBeNull());
});
