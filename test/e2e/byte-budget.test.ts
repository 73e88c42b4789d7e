import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTerminal, type PtyTerminal } from '../helpers/terminal.ts';

/** The most bytes that each act may write. A change that needs more says so there. */
const BUDGET = JSON.parse(readFileSync(new URL('byte-budget.json', import.meta.url), 'utf8')) as Record<string, number>;
const root = mkdtempSync(join(tmpdir(), 'u1file-bytes-'));
const folder = join(root, 'thousand');

beforeAll(() => {
  mkdirSync(folder);
  // Every start is to be the same: not as the one before was left.
  const config = join(root, 'home', '.config', 'u1file');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'settings.json'), '{"restorePanes": false}');
  for (let number = 0; number < 1000; number += 1) {
    writeFileSync(join(folder, `${String(number).padStart(6, '0')}_file.txt`), '');
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function open(left: string): PtyTerminal {
  const home = join(root, 'home');
  const unset = { XDG_CONFIG_HOME: undefined, XDG_DATA_HOME: undefined, XDG_STATE_HOME: undefined };
  return openTerminal({ args: ['bin/u1file.js', left], env: { ...unset, XDG_CACHE_HOME: undefined, HOME: home } });
}

/** The program with both panes read and nothing more to say. */
async function ready(left: string): Promise<PtyTerminal> {
  const terminal = open(left);
  await terminal.waitFor(/Ubuntu One\//);
  // What was seen last time is shown with its age until the answers have come, of which the gauge's is the last.
  await terminal.waitFor((screen) => /B of [\d.]+ .B/.test(screen.join()) && !/, as of /.test(screen.join()));
  await terminal.quiet(200);
  return terminal;
}

/** The bytes that a key costs; `shows` is what is on the screen once it is done. */
async function cost(terminal: PtyTerminal, keys: readonly string[], shows?: string): Promise<number> {
  const before = terminal.bytes;
  terminal.press(...keys);
  await terminal.waitUntil(() => terminal.bytes > before, `an answer to ${keys.join(' ')}`);
  if (shows !== undefined) await terminal.waitFor(shows);
  await terminal.quiet(40);
  return terminal.bytes - before;
}

/** The bytes that a change of size costs; the key bar is the last row of either. */
async function resizing(terminal: PtyTerminal, columns: number, rows: number): Promise<number> {
  const before = terminal.bytes;
  terminal.resize(columns, rows);
  await terminal.waitUntil(
    () => terminal.bytes > before && /1 Help .*Quit/.test(terminal.screen().at(-1) ?? ''),
    'the picture in the new size',
  );
  await terminal.quiet(200);
  return terminal.bytes - before;
}

async function downs(terminal: PtyTerminal): Promise<{ median: number; mean: number }> {
  const costs: number[] = [];
  for (let key = 0; key < 200; key += 1) {
    const before = terminal.bytes;
    terminal.press('down');
    await terminal.waitUntil(() => terminal.bytes > before, 'the next row');
    await terminal.quiet(10);
    costs.push(terminal.bytes - before);
  }
  const sorted = costs.toSorted((a, b) => a - b);
  return { median: sorted[100] ?? Number.NaN, mean: costs.reduce((sum, each) => sum + each, 0) / costs.length };
}

function expectWithin(what: string, bytes: number): void {
  const most = BUDGET[what];
  if (most === undefined) throw new Error(`the budget says nothing about ${what}`);
  expect(bytes, `${what}: ${bytes} bytes, the budget allows ${most}`).toBeLessThanOrEqual(most);
}

describe('the bytes that cross the line', () => {
  it('for each key, a change of size and nothing at all are within the budget', async () => {
    await using terminal = await ready(folder);
    // The first key takes the greeting away.
    await cost(terminal, ['down']);
    const left = await downs(terminal);
    expectWithin('Down in the left pane, median of 200', left.median);
    expectWithin('Down in the left pane, mean of 200', left.mean);
    expectWithin('page down', await cost(terminal, ['pagedown']));
    expectWithin('mark', await cost(terminal, ['insert'], '1 marked'));
    expectWithin('other pane', await cost(terminal, ['tab'], '│> Ubuntu One/'));
    const calm = terminal.bytes;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expectWithin('a second of nothing', terminal.bytes - calm);
    expectWithin('resize from 120x40 to 80x24', await resizing(terminal, 80, 24));
    expectWithin('resize from 80x24 to 120x40', await resizing(terminal, 120, 40));
  });

  it('for Down in the right pane are within the budget', async () => {
    await using terminal = await ready(folder);
    await cost(terminal, ['ctrl+u']);
    await terminal.waitFor((screen) => screen.some((row) => /│[> ] 000000_file/.test(row)));
    await terminal.quiet(200);
    if (!terminal.screen().some((row) => /│> /.test(row))) await cost(terminal, ['tab']);
    await cost(terminal, ['down']);
    const right = await downs(terminal);
    expectWithin('Down in the right pane, median of 200', right.median);
    expectWithin('Down in the right pane, mean of 200', right.mean);
  });

  it('for a burst of 200 keys are within the budget, and the cursor is on the right row', async () => {
    await using terminal = await ready(folder);
    const before = terminal.bytes;
    terminal.write(terminal.bytesOf('down').repeat(200));
    await terminal.waitFor((screen) => screen.some((row) => row.startsWith('> 000199_')));
    await terminal.quiet(150);
    expectWithin('200 times Down in one write', terminal.bytes - before);
  });

  it('for the first picture, and for a file that is scrolled through, are within the budget', async () => {
    const folder = join(root, 'text');
    mkdirSync(folder);
    const words = 'words that differ from line to line in no place but this: ';
    const lines = Array.from({ length: 5000 }, (_, at) => `${at} ${words}${at * 7919}\n`);
    writeFileSync(join(folder, 'text.txt'), lines.join(''));
    // A screen full of names, and no more: where a larger folder takes the machine long, it is shown several times while it is read.
    for (let number = 0; number < 60; number += 1) {
      writeFileSync(join(folder, `zz-${String(number).padStart(4, '0')}_file.txt`), '');
    }
    await using terminal = await ready(folder);
    expectWithin('first picture', terminal.bytes);
    await cost(terminal, ['down', 'f3'], '36 words');
    const costs: number[] = [];
    for (let key = 1; key <= 40; key += 1) costs.push(await cost(terminal, ['down'], `${36 + key} words`));
    expectWithin('Down in a viewer, median of 40', costs.toSorted((a, b) => a - b)[20] ?? Number.NaN);
    const up = await cost(terminal, ['up'], '39 words');
    expectWithin('Up in a viewer', up);
    expectWithin('page down in a viewer', await cost(terminal, ['pagedown'], '112 words'));
  });

  it('for the progress of a running upload are within the budget', async () => {
    const source = join(root, 'large');
    mkdirSync(source);
    const file = openSync(join(source, 'large.bin'), 'w');
    // So large that the percentage, which is one more place to write, seldom changes.
    ftruncateSync(file, 20 * 1024 ** 3);
    closeSync(file);
    await using terminal = await ready(source);
    terminal.press('tab', 'down');
    await terminal.quiet(100);
    await cost(terminal, ['enter'], 'Cloud › Ubuntu One');
    await cost(terminal, ['tab']);
    await cost(terminal, ['end', 'f5'], 'Enter starts');
    await cost(terminal, ['enter'], 'MB/s');
    const ticks: number[] = [];
    const begin = performance.now();
    const from = terminal.bytes;
    for (let seen = terminal.bytes; ticks.length < 30; seen = terminal.bytes) {
      await terminal.waitUntil(() => terminal.bytes > seen, 'a tick');
      await terminal.quiet(10);
      ticks.push(terminal.bytes - seen);
    }
    expect(terminal.screen().join('\n')).toMatch(/\d+ %/);
    expectWithin('progress tick, median', ticks.toSorted((a, b) => a - b)[15] ?? Number.NaN);
    expectWithin('progress, a second', (terminal.bytes - from) / ((performance.now() - begin) / 1000));
  });
});
