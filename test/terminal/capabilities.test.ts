import { describe, expect, it } from 'vitest';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';

describe('the colours of a terminal', () => {
  it.each([
    [{ TERM: 'xterm-256color' }, '256'],
    [{ TERM: 'screen-256color' }, '256'],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor' }, 'true'],
    [{ TERM: 'xterm-kitty' }, 'true'],
    [{ TERM: 'xterm' }, '16'],
    [{ TERM: 'linux' }, '16'],
    [{ TERM: 'vt100' }, 'none'],
    [{ TERM: 'vt220' }, '16'],
    [{ TERM: 'dumb' }, 'none'],
    [{ TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, 'none'],
    [{ TERM: 'xterm-256color', NO_COLOR: '' }, '256'],
  ])('%o are %s', (env, colors) => expect(detectCapabilities({ env }).colors).toBe(colors));

  it.each([
    ['never', 'none'],
    ['16', '16'],
    ['256', '256'],
    ['truecolor', 'true'],
    ['always', '256'],
  ] as const)('are what --color=%s says, whatever NO_COLOR does', (color, colors) => {
    const env = { TERM: 'xterm-256color', NO_COLOR: color === 'never' ? '' : '1' };
    expect(detectCapabilities({ env, color }).colors).toBe(colors);
  });

  it('are sixteen at least with --color=always', () => {
    expect(detectCapabilities({ env: { TERM: 'vt100' }, color: 'always' }).colors).toBe('16');
  });
});

describe('a terminal that takes questions', () => {
  it.each([
    ['xterm-256color', true],
    ['tmux-256color', true],
    ['linux', false],
    ['vt100', false],
    ['dumb', false],
    ['', false],
  ])('%s: %s', (TERM, hasOsc) => expect(detectCapabilities({ env: { TERM } }).hasOsc).toBe(hasOsc));
});
