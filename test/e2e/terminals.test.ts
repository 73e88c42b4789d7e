import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasPrograms } from '../../scripts/packages/for-tests.ts';
import { type Home, makeHome, openProgram, PROGRAM, programIsThere } from '../helpers/program.ts';
import { bytesOf, openTerminal, type PtyTerminal } from '../helpers/terminal.ts';

const PASTED = 'x'.repeat(10_000);
const HELP = 'Search:';

/** A folder that sorts first and 300 files. */
function fullHome(): Home {
  const home = makeHome();
  mkdirSync(join(home.work, 'drafts'));
  for (let at = 0; at < 300; at += 1) writeFileSync(join(home.work, `file${at}`), '');
  return home;
}

async function isGone(terminal: PtyTerminal, words: string): Promise<void> {
  await terminal.waitFor((rows) => !rows.some((row) => row.includes(words)));
}

async function quit(terminal: PtyTerminal): Promise<void> {
  terminal.press('f10');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
}

/** 200 arrows in one write end on the right row; a paste is text, and a key after it is a key again. */
async function burstAndPaste(terminal: PtyTerminal): Promise<void> {
  terminal.write(bytesOf('down').repeat(200));
  await terminal.waitFor(/^>.file198 /m);
  terminal.write('\u001b7');
  await terminal.waitFor('New folder');
  terminal.write(`\u001b[200~${PASTED}\u001b[201~`);
  await terminal.waitFor(/x{40}/);
  terminal.press('enter');
  await terminal.waitFor(/too long/i);
  terminal.press('f10');
  await isGone(terminal, 'New folder');
}

describe('every terminal', () => {
  it.each([
    ['xterm-256color', ['\u001bOP', '\u001b[11~', '\u001b[57364u', '\u001b[1;1P', '\u001b1']],
    ['screen-256color', ['\u001bOP', '\u001b1']],
    ['linux', ['\u001b[[A', '\u001b1']],
    ['vt100', ['\u001bOP', '\u001b1']],
  ])('of TERM=%s shows the panes and hears F1 in its way, also in pieces; bursts, pastes', async (term, keys) => {
    const terminal = openProgram(fullHome(), [], { env: { TERM: term }, columns: 100, rows: 30 });
    await terminal.waitFor('drafts/');
    await terminal.waitFor('Ubuntu One/');
    for (const key of keys) {
      for (const byte of key) {
        terminal.write(byte);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await terminal.waitFor(HELP);
      terminal.press('f10');
      await isGone(terminal, HELP);
    }
    await burstAndPaste(terminal);
    await quit(terminal);
    const output = terminal.output();
    const isOscFree = term === 'linux' || term === 'vt100';
    expect(output.includes('\u001b]'), 'OSC').toBe(!isOscFree);
    expect(output.includes('\u001b[?1049h'), 'the other screen').toBe(term !== 'linux');
    expect(output.endsWith('\u001b[?25h') || output.includes('\u001b[?25h'), 'the cursor is back').toBe(true);
  });

  it('hears the mouse, and not with --no-mouse', async () => {
    const home = fullHome();
    const terminal = openProgram(home, [], { columns: 100, rows: 30 });
    await terminal.waitFor('drafts/');
    await programIsThere(terminal);
    expect(terminal.modes().mouseTrackingMode).not.toBe('none');
    const click = (column: number, row: number): void => {
      terminal.write(`\u001b[<0;${column};${row}M\u001b[<0;${column};${row}m`);
    };
    click(5, 8);
    await terminal.waitFor(/^>.file2 /m);
    terminal.write('\u001b[<65;5;8M');
    await terminal.waitFor(/^>.file5 /m);
    click(60, 4);
    await terminal.waitFor(/│>.Ubuntu One\//);
    click(60, 4);
    await terminal.waitFor('Cloud › Ubuntu One');
    click(5, 5);
    click(5, 5);
    await terminal.waitFor('~/work/drafts');
    click(2, 30);
    await terminal.waitFor(HELP);
    terminal.press('f10');
    await isGone(terminal, HELP);
    await quit(terminal);

    const without = openProgram(makeHome(), ['--no-mouse'], { columns: 100, rows: 30 });
    await programIsThere(without);
    expect(without.modes().mouseTrackingMode).toBe('none');
    await quit(without);
  });

  it('may change its size at any moment, within a dialog too', async () => {
    const terminal = openProgram(fullHome(), [], { columns: 120, rows: 40 });
    await terminal.waitFor('drafts/');
    await terminal.waitFor('Ubuntu One/');
    terminal.press('f7');
    await terminal.waitFor('New folder');
    terminal.type('half a na');
    for (const [columns, rows] of [
      [79, 24],
      [40, 12],
      [30, 10],
      [200, 60],
      [41, 50],
      [120, 12],
    ] as const) {
      terminal.resize(columns, rows);
      const words = columns < 40 ? 'u1file needs 40x12' : 'half a na';
      const isWhole = (screen: readonly string[]): boolean =>
        screen.length === rows && screen.every((row) => row.length <= columns) && screen.join('\n').includes(words);
      const hasBar = (screen: readonly string[]): boolean =>
        columns < 40 || screen.at(-1)?.startsWith(' 1 Help') === true;
      await terminal.waitFor((screen) => isWhole(screen) && hasBar(screen));
    }
    terminal.type('me');
    await terminal.waitFor('half a name');
    terminal.press('enter');
    await terminal.waitFor(/^>.half a name\//m);
    await quit(terminal);
  });

  it('may change its size and back before the program looks: what was cut off is drawn again', async () => {
    const terminal = openProgram(fullHome(), [], { columns: 120, rows: 40 });
    await terminal.waitFor('drafts/');
    await programIsThere(terminal);
    const isWhole = (screen: readonly string[]): boolean =>
      screen[0]?.startsWith(' u1file') === true &&
      screen.at(-1)?.startsWith(' 1 Help') === true &&
      screen.length === 40;
    await terminal.waitFor(isWhole);
    await terminal.quiet();
    process.kill(terminal.pid, 'SIGSTOP');
    terminal.resize(81, 13);
    terminal.resize(120, 40);
    expect(isWhole(terminal.screen())).toBe(false);
    process.kill(terminal.pid, 'SIGCONT');
    await terminal.waitFor((screen) => isWhole(screen) && /Ubuntu One.*drafts/.test(screen.join(' ')));
    await quit(terminal);
  });
});

describe.skipIf(!hasPrograms('what is shown inside tmux', 'tmux'))('inside tmux', () => {
  it('shows the panes, hears keys, mouse and pastes, and follows the size of its window', async () => {
    const home = fullHome();
    const socket = `u1file-test-${process.pid}-${Date.now()}`;
    const tmux = (...args: readonly string[]): Buffer =>
      execFileSync('tmux', ['-L', socket, ...args], { env: { ...home.env }, stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => {
      try {
        tmux('kill-server');
      } catch {
        // It ends by itself when its last program has.
      }
    });
    const config = join(home.path, 'tmux.conf');
    writeFileSync(
      config,
      'set -g mouse on\nset -g default-terminal "screen-256color"\nset -sg escape-time 10\nset -g status off\n',
    );
    const command = `${process.execPath} ${PROGRAM}`;
    const terminal = openTerminal({
      command: 'tmux',
      args: ['-L', socket, '-f', config, 'new-session', command],
      cwd: home.work,
      env: home.env,
      columns: 100,
      rows: 30,
    });
    await terminal.waitFor('drafts/');
    await terminal.waitFor('Ubuntu One/');
    terminal.press('f1');
    await terminal.waitFor(HELP);
    terminal.press('f10');
    await isGone(terminal, HELP);
    terminal.write('\u001b[<0;5;8M\u001b[<0;5;8m');
    await terminal.waitFor(/^>.file2 /m);
    terminal.press('home');
    await terminal.waitFor(/^>.\.\. /m);
    await burstAndPaste(terminal);
    terminal.resize(79, 24);
    await terminal.waitFor((rows) => rows.length === 24 && !rows.some((row) => row.includes('│')));
    terminal.resize(100, 30);
    await programIsThere(terminal);
    expect(tmux('display-message', '-p', '#{pane_title}').toString()).toContain('u1file: Local  ~/work');
    await quit(terminal);
  });
});
