import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeHome, PROGRAM, programIsThere, runProgram } from '../helpers/program.ts';
import { openTerminal, type PtyTerminal } from '../helpers/terminal.ts';

const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?1049l';

/** The program, told to start in a shell that then says how it ended, as a person would see it. */
function openInShell(command: string, env: NodeJS.ProcessEnv, cwd: string): PtyTerminal {
  const words = `echo before; ${command}; echo "ended with $?"`;
  return openTerminal({ command: '/bin/sh', args: ['-c', words], env: { ...env, PROGRAM }, cwd });
}

/** The same program, of which the main part never comes. */
function copyWithoutMain(folder: string): string {
  const copy = join(folder, 'copy');
  for (const part of ['dist', 'bin', 'package.json'])
    cpSync(join(PROGRAM, '../..', part), join(copy, part), { recursive: true });
  const main = 'export const main = () => new Promise(() => setInterval(() => {}, 1000));';
  writeFileSync(join(copy, 'dist/u1file.js'), main);
  return join(copy, 'bin/u1file.js');
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

describe('the frame that is painted before the program is loaded', () => {
  it('stands where the program draws it, and opens and leaves the other screen once', async () => {
    const { work, env } = makeHome();
    await using terminal = openTerminal({ args: [PROGRAM], env, cwd: work });
    await terminal.waitFor(/Ubuntu One\//);
    expect(terminal.screen()[10]?.[59]).toBe('│');
    // What came first is seen in the output: the screen may have gone on before anybody looked.
    expect(terminal.output().split('\u001b[2J')[1]).toMatch(/^ u1file\u001b\[2;60H│/); // oxlint-disable-line no-control-regex
    terminal.press('f10');
    expect(await terminal.exited()).toEqual({ status: 0, signal: 0 });
    expect([countOf(terminal.output(), ENTER), countOf(terminal.output(), LEAVE)]).toEqual([1, 1]);
    expect(terminal.cursor().isAlternate).toBe(false);
    expect(terminal.modes().wraparoundMode).toBe(true);
  });

  it('shows the names in both panes, the cloud as it was last seen and how long ago, before the program is loaded', async () => {
    const { path, work, env } = makeHome();
    writeFileSync(join(work, 'local.txt'), 'here');
    const neverComes = copyWithoutMain(path);
    {
      await using terminal = openTerminal({ args: [PROGRAM], env, cwd: work });
      await programIsThere(terminal);
      // The listing is kept once it is whole, and at the latest before the program has ended.
      terminal.press('f10');
      expect(await terminal.exited()).toEqual({ status: 0, signal: 0 });
    }
    await using terminal = openTerminal({ args: [neverComes], env, cwd: work });
    const screen = await terminal.waitFor(/Quit/);
    expect(screen.join('\n')).toContain('local.txt');
    expect(screen.join('\n')).toContain('Ubuntu One/');
    expect(screen.join('\n')).toMatch(/1 entry, as of (just now|\d+ min ago)/);
    // Nothing that is typed meanwhile gets between.
    terminal.type('x\u001b[B');
    terminal.kill('SIGTERM');
    await terminal.exited();
    expect(terminal.output().split(LEAVE)[0]).not.toContain('^[');
    expect(terminal.cursor().isAlternate).toBe(false);
    expect(terminal.modes()).toMatchObject({
      wraparoundMode: true,
      bracketedPasteMode: false,
      mouseTrackingMode: 'none',
    });
  });

  it('makes the embedded cloud at the very first start, and shows what is in it then', async () => {
    const home = makeHome();
    const { path, work, env } = home;
    // Two at once: one of them makes it.
    const both = [0, 1].map(() => openTerminal({ args: [copyWithoutMain(path)], env, cwd: work }));
    const shown = both.map((terminal) => terminal.waitFor(/Ubuntu One\//));
    const screen = await Promise.any(shown);
    expect(screen.join('\n')).toMatch(/0 B of [\d.]+ .B.*1 entry, as of just now/);
    expect((await runProgram(home, ['volumes'])).stdout).toContain('Ubuntu One');
    for (const terminal of both) terminal.kill('SIGKILL');
    await Promise.allSettled(shown);
    await using whole = openTerminal({ args: [PROGRAM], env, cwd: work });
    await programIsThere(whole);
  });

  it('leaves a cloud that cannot be made to the program, which tells why', async () => {
    const { path, work, env } = makeHome();
    writeFileSync(join(path, 'file'), '');
    await using terminal = openTerminal({
      args: [PROGRAM],
      env: { ...env, XDG_DATA_HOME: join(path, 'file') },
      cwd: work,
    });
    await terminal.waitFor(/XDG_DATA_HOME/);
  });

  it('makes no cloud where another server is named', async () => {
    const { path, work, env } = makeHome();
    const elsewhere = { U1FILE_SERVER: 'http://127.0.0.1:9', U1FILE_TOKEN: 'a:b:c:d' };
    await using terminal = openTerminal({ args: [PROGRAM], env: { ...env, ...elsewhere }, cwd: work });
    await terminal.waitFor(/refused/);
    expect(existsSync(join(path, 'data/cloud'))).toBe(false);
  });

  it('takes the keys that were typed before the program was loaded', async () => {
    const { work, env } = makeHome();
    for (const name of ['a', 'b', 'c']) writeFileSync(join(work, name), '');
    await using terminal = openTerminal({ args: [PROGRAM], env, cwd: work });
    await terminal.waitFor(/Quit/);
    terminal.press('down', 'down');
    await terminal.waitFor((screen) => screen.some((row) => row.startsWith('> b')));
    terminal.press('f10');
    expect(await terminal.exited()).toEqual({ status: 0, signal: 0 });
  });

  it('is gone before an error is told', async () => {
    const { work, env } = makeHome();
    await using terminal = openInShell('node "$PROGRAM"', { ...env, U1FILE_TOKEN: 'broken' }, work);
    await terminal.waitFor(/ended with \d+/);
    const screen = terminal.screen().join('\n');
    expect(screen).toMatch(/^before\n/);
    expect(screen).toMatch(/u1file/);
    expect(screen).not.toContain('ended with 0');
    expect(countOf(terminal.output(), ENTER)).toBe(1);
    expect(countOf(terminal.output(), ENTER)).toBe(countOf(terminal.output(), LEAVE));
    expect(terminal.cursor().isAlternate).toBe(false);
  });

  it('is gone when the program is stopped at any moment of its start', async () => {
    const { work, env } = makeHome();
    for (let delay = 10; delay <= 170; delay += 20) {
      const terminal = openTerminal({ args: [PROGRAM], env, cwd: work });
      await terminal.waitUntil(() => terminal.bytes > 0, 'a first byte');
      await after(delay);
      terminal.kill('SIGTERM');
      await terminal.exited();
      // What was written last may come in after the end is known.
      await expect
        .poll(() => terminal.cursor().isAlternate, {
          message: `stopped ${delay} ms after the first byte`,
          timeout: 5000,
        })
        .toBe(false);
      expect(countOf(terminal.output(), ENTER)).toBe(countOf(terminal.output(), LEAVE));
    }
    // Nor has a cloud that was half made stayed so.
    await using terminal = openTerminal({ args: [PROGRAM], env, cwd: work });
    await programIsThere(terminal);
  });

  it('is not painted for a verb, an option, a folder that is not there, or a terminal that cannot', async () => {
    const { work, env } = makeHome();
    writeFileSync(join(work, 'file'), '');
    for (const [command, extra] of [
      ['node "$PROGRAM" --version', {}],
      ['node "$PROGRAM" ./nowhere', {}],
      ['node "$PROGRAM" ./file', {}],
      ['node "$PROGRAM" volumes', {}],
      ['node "$PROGRAM" --help', { TERM: 'dumb' }],
    ] as const) {
      await using terminal = openInShell(command, { ...env, ...extra }, work);
      await terminal.waitFor(/ended with \d+/);
      expect(terminal.output(), command).not.toContain(ENTER);
    }
  });
});
