import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NAMES } from '../helpers/naughty-names.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import { strangersIn } from '../helpers/stream-check.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

// Needs no engine, but minutes: each name goes through each act alone, as a person would do it.

const LIMIT = 900_000;

/** Presses keys and waits for what they bring about. */
async function act(terminal: PtyTerminal, keys: readonly string[], title: string | RegExp): Promise<void> {
  terminal.press(...keys);
  await terminal.waitFor(title);
}

async function gone(terminal: PtyTerminal, words: string): Promise<void> {
  await terminal.waitFor((rows) => !rows.some((row) => row.includes(words)));
}

/** Takes the place of what is in the field on top. */
function paste(terminal: PtyTerminal, text: string): void {
  terminal.write(`\u0015\u001b[200~${text}\u001b[201~`);
}

async function openPanes(home: Home, volume: string): Promise<PtyTerminal> {
  const terminal = openProgram(home, ['.', volume], { env: { EDITOR: 'true' } });
  await terminal.waitFor(`Cloud › ${volume.replaceAll('/', ' › ')}`);
  terminal.press('tab');
  return terminal;
}

async function end(terminal: PtyTerminal): Promise<void> {
  terminal.press('f10');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
  expect(strangersIn(terminal.output())).toEqual([]);
}

/** A field is one line: a line end that is pasted becomes a blank. */
const TYPED = NAMES.map((name) => name.replace(/\r\n?|\n/g, ' ')).toSorted();

async function namesIn(home: Home, path: string): Promise<readonly string[]> {
  const { stdout } = await runProgram(home, ['list', path, '--all', '--json']);
  const entries = stdout.split('\n').filter(Boolean);
  return entries.map((line) => (JSON.parse(line) as { readonly name: string }).name).toSorted();
}

it(
  'every name of the big list is made, gone to, found, compared and deleted as a folder of the cloud',
  { timeout: LIMIT },
  async () => {
    const home = makeHome();
    await runProgram(home, ['create-volume', 'made']);
    await using terminal = await openPanes(home, 'made');
    terminal.press('.');
    await terminal.waitFor('nothing here');
    for (const [at, name] of NAMES.entries()) {
      await act(terminal, ['f7'], '┌ New folder');
      paste(terminal, name);
      await act(terminal, ['enter'], new RegExp(`│.* ${at + 1} entr`));
      await gone(terminal, '┌ New folder');
    }
    expect(await namesIn(home, 'made')).toEqual(TYPED);
    for (const name of NAMES) {
      await act(terminal, ['g'], '┌ Go to');
      paste(terminal, `made/${name}`);
      await act(terminal, ['enter'], /│ {2}nothing here/);
      await act(terminal, ['h'], `${NAMES.length} entries`);
    }
    await end(terminal);

    // Shown as they were seen last, then as they are.
    await using again = await openPanes(home, 'made');
    await again.waitFor(new RegExp(`${NAMES.length} entries$`, 'm'));
    await act(again, ['C'], /Compared: .*right/);
    await act(again, ['U', 'F'], '┌ Find');
    paste(again, '*');
    await act(again, ['enter'], `${NAMES.length} found`);
    for (let page = 0; page * 30 < NAMES.length; page += 1) {
      again.press('pagedown');
      await again.quiet(30);
    }
    await act(again, ['h'], new RegExp(`${NAMES.length} entries$`, 'm'));
    again.press('A');
    await act(again, ['f8'], '[> Keep <]');
    await act(again, ['y'], /│ {2}nothing here/);
    await end(again);
    expect(await namesIn(home, 'made')).toEqual([]);
  },
);

it(
  'every name of the big list is given to a file, told in full, edited and published in the cloud',
  { timeout: LIMIT },
  async () => {
    const home = makeHome();
    const folder = join(home.path, 'plain');
    mkdirSync(folder);
    for (const at of NAMES.keys()) writeFileSync(join(folder, `plain-${at}`), `${at}`);
    await runProgram(home, ['put', folder, 'Ubuntu One/']);
    await using terminal = await openPanes(home, 'Ubuntu One/plain');
    terminal.press('.');
    await terminal.waitFor(`${NAMES.length} entries`);
    for (const [at, name] of NAMES.entries()) {
      await act(terminal, ['g'], '┌ Go to');
      paste(terminal, `Ubuntu One/plain/plain-${at}`);
      await act(terminal, ['enter'], new RegExp(`│>.plain-${at} `));
      await act(terminal, ['r'], '┌ Rename');
      paste(terminal, name);
      terminal.press('enter');
      await gone(terminal, '┌ Rename');
      await terminal.waitFor((rows) => !rows.some((row) => row.includes(`│> plain-${at} `)));
      await act(terminal, ['i'], '┌ Details');
      terminal.press('esc');
      await gone(terminal, '┌ Details');
      await act(terminal, ['p'], /│>.*public/);
      await act(terminal, ['f4'], /was not changed|┌ It is here now/);
      if (terminal.screen().some((row) => row.includes('┌ It is here now'))) terminal.press('down', 'enter');
      // The bar may have room for no more of it.
      await terminal.waitFor(/was no/);
    }
    await act(terminal, ['P'], 'Public, on this machine only');
    for (let page = 0; page * 10 < NAMES.length; page += 1) {
      terminal.press('pagedown');
      await terminal.quiet(30);
    }
    terminal.press('esc');
    await gone(terminal, 'Public, on this machine only');
    await end(terminal);
    expect(await namesIn(home, 'Ubuntu One/plain')).toEqual(TYPED);
    const { stdout } = await runProgram(home, ['public', '--json']);
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(NAMES.length);
    expect(readdirSync(folder)).toHaveLength(NAMES.length);
  },
);
