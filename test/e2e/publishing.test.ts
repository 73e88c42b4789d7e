import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { describe, expect, it, onTestFinished } from 'vitest';
import { hasPrograms } from '../../scripts/packages/for-tests.ts';
import { makeHome, openProgram, PROGRAM, runProgram, type Home } from '../helpers/program.ts';
import { openTerminal, type PtyTerminal } from '../helpers/terminal.ts';

async function withFiles(...names: readonly string[]): Promise<Home> {
  const home = makeHome();
  expect(await runProgram(home, ['create-volume', 'testing'])).toMatchObject({ status: 0 });
  const files = names.map((name) => join(home.path, name));
  for (const file of files) writeFileSync(file, 'words');
  expect(await runProgram(home, ['put', ...files, 'testing/'])).toMatchObject({ status: 0 });
  return home;
}

/** What a phone held to the screen reads: white where a cell draws, black where it draws nothing. */
function scan(terminal: PtyTerminal): string | undefined {
  const rows = terminal.screen();
  const width = 120;
  const scale = 4;
  const pixels = new Uint8ClampedArray(width * scale * rows.length * 2 * scale * 4);
  for (let y = 0; y < rows.length * 2 * scale; y += 1) {
    for (let x = 0; x < width * scale; x += 1) {
      const block = Array.from(rows[Math.floor(y / (2 * scale))] ?? '')[Math.floor(x / scale)] ?? ' ';
      const isUpper = y % (2 * scale) < scale;
      const isLight = block === '█' || (isUpper ? block === '▀' : block === '▄');
      pixels.fill(isLight ? 255 : 0, (y * width * scale + x) * 4, (y * width * scale + x) * 4 + 3);
      pixels[(y * width * scale + x) * 4 + 3] = 255;
    }
  }
  return jsqr.default(pixels, width * scale, rows.length * 2 * scale)?.data;
}

/** What a terminal that got all this holds in its clipboard. */
function clipboard(terminal: PtyTerminal): string {
  // oxlint-disable-next-line no-control-regex -- sequences begin and end with control characters
  const last = Array.from(terminal.output().matchAll(/\u001b\]52;c;([\w+/=]*)\u0007/g)).at(-1)?.[1] ?? '';
  return Buffer.from(last, 'base64').toString('utf8');
}

describe('what is public', () => {
  it('is shown as a link, as text and as a QR code that can be scanned, listed, and stopped one by one or all', async () => {
    const home = await withFiles('a.txt', 'b.txt', 'c.txt');
    const published = await runProgram(home, ['publish', 'testing/a.txt', 'testing/b.txt', 'testing/c.txt']);
    const urls = published.stdout.trim().split('\n');
    expect(published.stderr).toMatch(/^u1file: the embedded cloud answers nobody else: .*\n$/);
    const [url = ''] = urls;
    expect((await runProgram(home, ['public'])).stdout).toBe(
      ['a.txt', 'b.txt', 'c.txt'].map((name, at) => `testing/${name}  ${urls[at]}\n`).join(''),
    );
    await using terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('c.txt');
    terminal.press('tab', 'down', 'Y');
    await terminal.waitFor('Anyone can read a.txt');
    await terminal.waitFor(url);
    await terminal.waitFor('The embedded cloud answers nobody');
    expect(terminal.output()).toContain(`\u001b]8;;${url}\u001b\\`);
    expect(terminal.output()).toContain(`\u001b]52;c;${Buffer.from(url).toString('base64')}`);
    terminal.press('r');
    await terminal.waitFor('██ ▄▄▄▄▄ █');
    expect(scan(terminal)).toBe(url);

    // Any other key is meant for what lies below.
    terminal.press('P');
    await terminal.waitFor('Public, on this machine only');
    await terminal.waitFor(/> testing\/a\.txt +5 B/);
    terminal.press('down', 'd');
    await terminal.waitFor('b.txt is no longer public');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('testing/b.txt')));
    terminal.press('A');
    await terminal.waitFor('2 files can be read by anyone.');
    await terminal.waitFor('[> Leave them <]');
    terminal.press('enter');
    await terminal.waitFor((rows) => !rows.join('\n').includes('Leave them'));
    expect((await runProgram(home, ['public'])).stdout.split('\n')).toHaveLength(3);
    terminal.press('A', 'tab', 'enter');
    await terminal.waitFor('Nothing is public.');
    expect((await runProgram(home, ['public'])).stdout).toBe('');
    terminal.press('q', 'q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it.skipIf(!hasPrograms('the clipboard inside tmux', 'tmux'))(
    'gets its address into the clipboard of the terminal outside of tmux, and into that of tmux',
    async () => {
      const home = await withFiles('a.txt');
      const socket = `u1file-${process.pid}`;
      const tmux = (...args: readonly string[]): string =>
        execFileSync('tmux', ['-L', socket, ...args], { encoding: 'utf8', env: home.env });
      await using outside = openTerminal({
        command: 'tmux',
        args: ['-L', socket, '-f', '/dev/null', 'new-session', process.execPath, PROGRAM, '.', 'testing'],
        env: { ...home.env, TMUX: undefined },
        cwd: home.work,
      });
      try {
        await outside.waitFor('a.txt');
        tmux('set', '-g', 'set-clipboard', 'on');
        tmux('set', '-g', 'allow-passthrough', 'on');
        outside.press('tab', 'down', 'p');
        await outside.waitFor(/On this machine only: a\.txt at http\S+ \(copied\)/);
        const url = /at (http\S+) /.exec(outside.screen().join('\n'))?.[1] ?? '';
        expect(tmux('show-buffer')).toBe(url);
        expect(outside.output()).toContain(Buffer.from(url).toString('base64'));
        outside.press('q');
        expect(await outside.exited()).toMatchObject({ status: 0 });
      } finally {
        try {
          tmux('kill-server');
        } catch {
          // It ended with its only session.
        }
      }
    },
  );

  it.skipIf(!hasPrograms('the clipboard inside GNU screen', 'screen'))(
    'gets its address into the clipboard of the terminal outside of GNU screen',
    async () => {
      const home = await withFiles('a.txt');
      const folder = join(home.path, 'screens');
      mkdirSync(folder, { mode: 0o700 });
      const config = join(home.path, 'screenrc');
      writeFileSync(config, 'startup_message off\n');
      const env = { ...home.env, SCREENDIR: folder };
      await using outside = openTerminal({
        command: 'screen',
        args: ['-c', config, '-S', 'u1file', process.execPath, PROGRAM, '.', 'testing'],
        env,
        cwd: home.work,
      });
      onTestFinished(() => {
        try {
          execFileSync('screen', ['-S', 'u1file', '-X', 'quit'], { env, stdio: 'ignore' });
        } catch {
          // It ended with its only window.
        }
      });
      await outside.waitFor('a.txt');
      outside.press('tab', 'down', 'p');
      await outside.waitFor(/On this machine only: a\.txt at http\S+ \(copied\)/);
      const url = /at (http\S+) /.exec(outside.screen().join('\n'))?.[1] ?? '';
      await outside.waitUntil(() => clipboard(outside) === url, 'the address in the clipboard');
      // A report is longer than a string that screen takes.
      outside.press('o', 'c');
      await outside.waitUntil(() => /^Request: .*\nTime: .*\n/.test(clipboard(outside)), 'the report in the clipboard');
      expect(clipboard(outside).length).toBeGreaterThan(100);
      outside.press('q', 'q');
      expect(await outside.exited()).toMatchObject({ status: 0 });
    },
  );
});
