import { describe, expect, it } from 'vitest';
import { openTerminal } from './terminal.ts';

const ECHO_KEYS = `
  process.stdin.setRawMode(true);
  process.stdout.write('ready ' + process.stdout.columns + 'x' + process.stdout.rows + ' CI=' + process.env.CI);
  process.stdout.on('resize', () => process.stdout.write('\\nnow ' + process.stdout.columns));
  process.stdin.on('data', (data) => {
    if (data.includes('q')) process.exit(7);
    process.stdout.write('\\n' + JSON.stringify(data.toString()));
  });
`;

describe('the terminal harness', () => {
  it('runs a program in a terminal of the size asked for, without CI', async () => {
    await using terminal = openTerminal({ args: ['-e', ECHO_KEYS], columns: 50, rows: 10, env: { CI: undefined } });
    expect(await terminal.waitFor('ready')).toContain('ready 50x10 CI=undefined');
  });

  it('presses keys, resizes, counts bytes and tells how the program ended', async () => {
    await using terminal = openTerminal({ args: ['-e', ECHO_KEYS], columns: 50, rows: 10 });
    await terminal.waitFor('ready');
    terminal.press('f5');
    await terminal.waitFor('"\\u001b[15~"');
    terminal.resize(40, 12);
    await terminal.waitFor(/now 40/);
    const before = terminal.bytes;
    terminal.press('x');
    await terminal.waitFor((screen) => screen.includes('"x"'));
    expect(terminal.bytes - before).toBe('\r\n"x"'.length);
    expect(terminal.output(before)).toBe('\r\n"x"');
    terminal.press('q');
    expect(await terminal.exited()).toEqual({ status: 7, signal: 0 });
  });

  it('answers what the program asks the terminal', async () => {
    const ask = `
      process.stdin.setRawMode(true);
      process.stdin.on('data', (data) => { process.stdout.write('got ' + JSON.stringify(data.toString())); });
      process.stdout.write('\\u001b[6n');
    `;
    await using terminal = openTerminal({ args: ['-e', ask] });
    await terminal.waitFor('got "\\u001b[1;1R"');
  });

  it('shows the screen when what is waited for does not come', async () => {
    await using terminal = openTerminal({ args: ['-e', ECHO_KEYS] });
    await terminal.waitFor('ready');
    await expect(terminal.waitFor('never', 50)).rejects.toThrow(/waited 50 ms for never[^]*ready 120x40/);
  });

  it('says so when the program ends before that', async () => {
    await using terminal = openTerminal({ args: ['-e', 'process.stdout.write("bye")'] });
    await expect(terminal.waitFor('never')).rejects.toThrow(/ended before it showed never[^]*bye/);
  });
});
