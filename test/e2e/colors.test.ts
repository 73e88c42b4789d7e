import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Home, makeHome, openProgram, programIsThere } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

const QUESTION = '\u001b]11;?\u001b\\';

function homeWithFolder(): Home {
  const home = makeHome();
  mkdirSync(join(home.work, 'drafts'));
  return home;
}

async function opened(home: Home, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<PtyTerminal> {
  const terminal = openProgram(home, args, { env, columns: 80, rows: 24 });
  await terminal.waitFor('drafts/');
  await programIsThere(terminal);
  return terminal;
}

/** Every SGR code that chooses a colour. */
function colorsIn(output: string): string[] {
  // oxlint-disable-next-line no-control-regex -- sequences begin with a control character
  const codes = Array.from(output.matchAll(/\u001b\[([\d;]*)m/g), (match) => (match[1] ?? '').split(';')).flat();
  return codes.filter((code) => /^(3[0-8]|4[0-8]|9\d|10\d)$/.test(code));
}

async function quit(terminal: PtyTerminal): Promise<void> {
  terminal.press('f10');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
}

describe('the theme', () => {
  it('follows the background that the terminal tells after the first picture; its words are never typed', async () => {
    const terminal = await opened(homeWithFolder());
    const output = terminal.output();
    expect(output.indexOf(QUESTION)).toBeGreaterThan(output.indexOf('u1file'));
    expect(output.split(QUESTION)).toHaveLength(2);
    expect(output).toContain('\u001b[1;34m');
    terminal.write('\u001b]11;rgb:ffff/ffff/ffff\u001b\\');
    await terminal.waitUntil(() => terminal.output().includes('38;5;25m'), 'the blue of the light theme');
    terminal.press('f');
    await terminal.waitFor('Filter:');
    terminal.write('\u001b]11;rgb:1c1c/1c1c/1c1c\u0007');
    await terminal.waitUntil(() => terminal.output().includes('38;5;75m'), 'the blue of the dark theme');
    expect((await terminal.waitFor('Filter:')).join('\n')).not.toMatch(/rgb|1c1c/);
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Filter:')));
    await quit(terminal);
  });

  it.each([
    ['light', '38;5;25m'],
    ['dark', '38;5;75m'],
    ['contrast', '1;96m'],
  ])('%s is what --theme says, and the terminal is not asked', async (theme, folder) => {
    const terminal = await opened(homeWithFolder(), ['--theme', theme]);
    expect(terminal.output()).toContain(folder);
    expect(terminal.output()).not.toContain(QUESTION);
    await quit(terminal);
  });
});

describe('without colours', () => {
  it.each([
    [[], { NO_COLOR: '1' }],
    [['--color=never', '--theme=contrast'], {}],
    [[], { TERM: 'vt100' }],
  ])('%o %o, the bar, the cursor and what is bold are seen all the same', async (args, env) => {
    const terminal = await opened(homeWithFolder(), args, env);
    terminal.press('down');
    await terminal.waitFor(/^> drafts\//m);
    expect(colorsIn(terminal.output())).toEqual([]);
    expect(terminal.output()).toContain('\u001b[7m');
    // oxlint-disable-next-line no-control-regex -- sequences begin with a control character
    expect(terminal.output()).toMatch(/\u001b\[(\d+;)?1(;\d+)?m/);
    await quit(terminal);
  });

  it('but sixteen with --color=16, and never more', async () => {
    const terminal = await opened(homeWithFolder(), ['--color=16', '--theme=dark'], { COLORTERM: 'truecolor' });
    expect(terminal.output()).toContain('\u001b[1;34m');
    expect(colorsIn(terminal.output())).not.toContain('38');
    await quit(terminal);
  });
});
