import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

async function withVolume(): Promise<Home> {
  const home = makeHome();
  expect(await runProgram(home, ['create-volume', 'testing'])).toMatchObject({ status: 0 });
  return home;
}

async function quit(terminal: PtyTerminal): Promise<void> {
  terminal.press('q');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
}

async function gone(terminal: PtyTerminal, words: string | RegExp): Promise<void> {
  await terminal.waitFor((rows) => rows.join('\n').search(words) < 0);
}

async function putOne(home: Home, name: string, content: string): Promise<void> {
  expect(await runProgram(home, ['put', '-', `testing/${name}`], { input: content })).toMatchObject({ status: 0 });
}

describe('acts on files', () => {
  it('moves marked files up with F6, and they are gone here only once they are there', async () => {
    const home = await withVolume();
    for (const name of ['a.txt', 'b.txt', 'c.txt']) writeFileSync(join(home.work, name), name);
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('nothing here');
    await terminal.waitFor('c.txt');
    terminal.press('down', 'insert', 'space');
    await terminal.waitFor(/\*b\.txt/);
    await terminal.waitFor('2 marked, 10 B');
    terminal.press('f6');
    await terminal.waitFor('2 files, 10 B');
    terminal.press('enter');
    await terminal.waitFor(/│ {2}a\.txt/);
    await terminal.waitFor(/│ {2}b\.txt/);
    // The cloud shows what it has already got; here they go with the end.
    await gone(terminal, /^[> ].[ab]\.txt/m);
    expect(readdirSync(home.work)).toEqual(['c.txt']);
    expect((await runProgram(home, ['get', 'testing/b.txt', '-'])).stdout).toBe('b.txt');
    // And back again: what was moved last is what `u` means.
    terminal.press('u');
    await terminal.waitFor('nothing here');
    await terminal.waitFor(/^[> ].b\.txt/m);
    expect(readdirSync(home.work).toSorted()).toEqual(['a.txt', 'b.txt', 'c.txt']);
    await quit(terminal);
  });

  it('renames on both sides and refuses a name that is taken or is none', async () => {
    const home = await withVolume();
    await putOne(home, 'old.txt', 'old');
    await putOne(home, 'taken.txt', 'taken');
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('old.txt');
    terminal.press('tab', 'down', 'shift+f6');
    await terminal.waitFor('New name of old.txt');
    terminal.write('\u0015');
    terminal.type('taken.txt');
    terminal.press('enter');
    await terminal.waitFor(/✗.*there already/);
    terminal.write('\u0015');
    terminal.type('a/b');
    terminal.press('enter');
    await terminal.waitFor(/✗.*slash/);
    terminal.write('\u0015');
    terminal.type('new.txt');
    terminal.press('enter');
    await terminal.waitFor(/│> new\.txt/);
    await quit(terminal);
    expect((await runProgram(home, ['list', 'testing'])).stdout).toBe('new.txt\ntaken.txt\n');
  });

  it('asks for a taken name with both sides shown, and the default destroys nothing', async () => {
    const home = await withVolume();
    await putOne(home, 'same', 'there');
    writeFileSync(join(home.work, 'same'), 'here and longer');
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor(/│ {2}same/);
    await terminal.waitFor(/^ {2}same/m);
    terminal.press('down', 'f5');
    await terminal.waitFor('Taken names: ask me');
    terminal.press('enter');
    await terminal.waitFor('The name is taken');
    await terminal.waitFor('The contents differ.');
    await terminal.waitFor('[> Skip <]');
    terminal.press('enter');
    await gone(terminal, '> Skip <');
    expect((await runProgram(home, ['get', 'testing/same', '-'])).stdout).toBe('there');

    terminal.press('f5');
    await terminal.waitFor('Taken names: ask me');
    terminal.press('enter');
    await terminal.waitFor('[> Skip <]');
    terminal.press('right');
    await terminal.waitFor('[> Keep both <]');
    terminal.press('enter');
    await terminal.waitFor(/│ {2}same \(2\)/);
    await quit(terminal);
    expect((await runProgram(home, ['get', 'testing/same', '-'])).stdout).toBe('there');
    expect((await runProgram(home, ['get', 'testing/same (2)', '-'])).stdout).toBe('here and longer');
  });

  it('makes a local folder, copies between two local panes, and deletes with No first', async () => {
    const home = await withVolume();
    writeFileSync(join(home.work, 'file'), 'content');
    const terminal = openProgram(home);
    await terminal.waitFor(/^ {2}file/m);
    terminal.press('f7');
    await terminal.waitFor('New folder');
    terminal.type('made');
    terminal.press('enter');
    await terminal.waitFor(/^> made\//m);
    // The right pane shows this machine too.
    terminal.press('=');
    await terminal.waitFor(/│ {2}made\//);
    terminal.press('tab', 'home', 'down', 'enter');
    await terminal.waitFor(/│ Local {2}~\/work\/made/);
    terminal.press('tab', 'end', 'f5');
    await terminal.waitFor(/To: .*\/work\/made\//);
    terminal.press('enter');
    await terminal.waitFor(/│ {2}file +7 B/);
    expect(readFileSync(join(home.work, 'made', 'file'), 'utf8')).toBe('content');

    terminal.press('delete');
    await terminal.waitFor('[> Keep <]');
    terminal.press('enter');
    await gone(terminal, 'Keep');
    expect(existsSync(join(home.work, 'file'))).toBe(true);
    terminal.press('d');
    await terminal.waitFor('[> Keep <]');
    terminal.press('tab');
    await terminal.waitFor('[> Delete <]');
    terminal.press('enter');
    await gone(terminal, /^[> ] file/m);
    expect(readdirSync(home.work)).toEqual(['made']);
    await quit(terminal);
  });

  it('deletes a volume only when its name is typed', async () => {
    const home = await withVolume();
    const terminal = openProgram(home);
    await terminal.waitFor('testing/');
    terminal.press('tab', 'f8');
    await terminal.waitFor('Type testing to delete it');
    terminal.type('test');
    terminal.press('enter');
    await terminal.waitFor('That is not its name');
    terminal.press('esc');
    await gone(terminal, 'Delete a volume');
    expect((await runProgram(home, ['volumes'])).stdout).toContain('testing');
    terminal.press('f8');
    await terminal.waitFor('Type testing to delete it');
    terminal.type('testing');
    terminal.press('enter');
    await gone(terminal, 'testing/');
    await quit(terminal);
    expect((await runProgram(home, ['volumes'])).stdout).not.toContain('testing');
  });
});

describe('sharing', () => {
  it('publishes a file, puts its address into the clipboard, and stops publishing it', async () => {
    const home = await withVolume();
    await putOne(home, 'a.txt', 'for all');
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('a.txt');
    terminal.press('tab', 'down', 'p');
    await terminal.waitFor(/On this machine only: a\.txt at http\S+ \(copied\)/);
    await terminal.waitFor(/:\d\d +public/);
    const url = /at (http\S+) /.exec(terminal.screen().join('\n'))?.[1] ?? '';
    expect(terminal.output()).toContain(`\u001b]52;c;${Buffer.from(url).toString('base64')}`);
    terminal.press('p');
    await terminal.waitFor('a.txt is no longer public');
    await gone(terminal, /:\d\d +public/);
    // What was ended is taken back, and what was taken back is ended.
    terminal.press('u');
    await terminal.waitFor(/:\d\d +public/);
    terminal.press('u');
    await gone(terminal, /:\d\d +public/);
    await quit(terminal);
  });

  it('opens a shell in the folder and comes back', async () => {
    const home = await withVolume();
    mkdirSync(join(home.work, 'inside'));
    const terminal = openProgram(home, [], { env: { SHELL: '/bin/sh', PS1: 'here> ' } });
    await terminal.waitFor('inside/');
    terminal.press('down', 'enter');
    await terminal.waitFor('~/work/inside');
    terminal.press('!');
    await terminal.waitFor('here>');
    terminal.type('echo made > made.txt; exit\r');
    await terminal.waitFor('~/work/inside');
    terminal.write('\u0012');
    await terminal.waitFor('made.txt');
    await quit(terminal);
  });
});

describe('the list', () => {
  it('is sorted, filtered and jumped in by letters', async () => {
    const home = await withVolume();
    for (const [name, size] of Object.entries({ 'a.txt': 3, 'b.md': 2, 'c.txt': 1 })) {
      writeFileSync(join(home.work, name), 'x'.repeat(size));
    }
    const order = (rows: readonly string[]): string =>
      rows.flatMap((row) => /^[ >] ([abc])\.(?:txt|md) /.exec(row)?.[1] ?? []).join('');
    const terminal = openProgram(home);
    await terminal.waitFor((rows) => order(rows) === 'abc');
    terminal.press('s');
    await terminal.waitFor('Sort by:');
    terminal.press('s');
    await terminal.waitFor(/Size ▾/);
    terminal.press('s', 's');
    await terminal.waitFor((rows) => order(rows) === 'cba');
    terminal.press('s', 'n', 'f');
    await terminal.waitFor('Filter:');
    terminal.type('txt');
    await terminal.waitFor((rows) => order(rows) === 'ac');
    terminal.press('enter');
    await terminal.waitFor('2 entries with "txt"');
    terminal.press('f', 'esc');
    await terminal.waitFor((rows) => order(rows) === 'abc');
    terminal.press('/');
    await terminal.waitFor('Jump to:');
    terminal.type('c');
    await terminal.waitFor(/^> c\.txt/m);
    terminal.press('enter');
    await terminal.waitFor('n next');
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Jump to')));
    terminal.press('+');
    await terminal.waitFor('Mark by mask');
    terminal.type('.txt');
    terminal.press('enter');
    await terminal.waitFor('2 marked, 4 B');
    terminal.press('w');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('│')));
    await quit(terminal);
  });
});

describe('taking back', () => {
  it('renames back, removes the new folder, and calls a delete back while it waits', async () => {
    const home = await withVolume();
    await putOne(home, 'old.txt', 'old');
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('old.txt');
    terminal.press('u');
    await terminal.waitFor('There is nothing to take back');
    terminal.press('tab', 'down', 'r');
    await terminal.waitFor('New name of old.txt');
    terminal.write('\u0015');
    terminal.type('new.txt');
    terminal.press('enter');
    await terminal.waitFor(/│> new\.txt/);
    terminal.press('n');
    await terminal.waitFor('New folder');
    terminal.type('made');
    terminal.press('enter');
    await terminal.waitFor(/│> made\//);
    terminal.press('u');
    await gone(terminal, /made\/ {5}/);
    terminal.press('u');
    await terminal.waitFor(/│. old\.txt/);
    terminal.press('end', 'd');
    await terminal.waitFor('[> Keep <]');
    terminal.press('y');
    await terminal.waitFor('u calls it back');
    terminal.press('u');
    await gone(terminal, 'u calls it back');
    await quit(terminal);
    expect((await runProgram(home, ['list', 'testing'])).stdout).toBe('old.txt\n');
  });

  it('takes a local delete out of the trash again', async () => {
    const home = await withVolume();
    mkdirSync(join(home.path, 'data', 'Trash'), { recursive: true, mode: 0o700 });
    writeFileSync(join(home.work, 'a.txt'), 'a');
    const terminal = openProgram(home);
    await terminal.waitFor('a.txt');
    terminal.press('down', 'd');
    await terminal.waitFor('[> Keep <]');
    terminal.press('y');
    await gone(terminal, /^[> ] a\.txt/m);
    expect(readdirSync(home.work)).toEqual([]);
    terminal.press('u');
    await terminal.waitFor(/^[> ] a\.txt/m);
    expect(readFileSync(join(home.work, 'a.txt'), 'utf8')).toBe('a');
    await quit(terminal);
  });
});

describe('the layers', () => {
  it('run a command from the palette by its name', async () => {
    const terminal = openProgram(await withVolume());
    await terminal.waitFor('Ubuntu One/');
    terminal.press('f2');
    await terminal.waitFor('Commands');
    terminal.type('other pane');
    await terminal.waitFor(/> Tab +Go to the other pane/);
    terminal.press('enter');
    await terminal.waitFor(/│> testing\//);
    await quit(terminal);
  });

  it('say why a command cannot run now', async () => {
    const terminal = openProgram(await withVolume());
    await terminal.waitFor('nothing here');
    await terminal.waitFor('Ubuntu One/');
    terminal.press('f5');
    await terminal.waitFor('! Nothing is selected');
    await quit(terminal);
  });

  it('take a paste as text, never as commands', async () => {
    const home = await withVolume();
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('nothing here');
    terminal.write('\u001b[200~q\u001b[201~');
    await terminal.waitFor('A paste is text');
    terminal.press('n');
    await terminal.waitFor('New folder');
    terminal.write(`\u001b[200~${'x'.repeat(200)}\r\nq\u001b[201~`);
    await terminal.waitFor(/x{40} q/);
    terminal.press('esc');
    await gone(terminal, 'New folder');
    await quit(terminal);
    expect(readdirSync(home.work)).toEqual([]);
  });
});

describe('names that are hostile', () => {
  it('never send a control sequence to the terminal', async () => {
    const home = await withVolume();
    const names = ['esc\u001b]0;pwned\u0007\u001b[2J', 'line\nbreak', 'bell\u0007', 'csi\u009b31m', '\u202egnp.exe'];
    for (const name of names) writeFileSync(join(home.work, name), name);
    mkdirSync(join(home.work, 'dir\u001b[5m'));
    expect(await runProgram(home, ['put', ...names, 'testing/'])).toMatchObject({ status: 0, stderr: '' });
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor(/│ {2}bell␇/);
    await terminal.waitFor('dir␛[5m/');
    terminal.press('tab', 'down', 'A', 'f8');
    await terminal.waitFor('5 entries');
    terminal.press('y');
    await terminal.waitFor('nothing here');
    terminal.press('o');
    await terminal.waitFor('Requests');
    terminal.press('esc');
    await gone(terminal, 'Requests');
    await quit(terminal);
    const output = terminal.output();
    for (const sequence of ['\u001b]0;pwned', 'bell\u0007', '\u001b[5m', '\u009b', '\u202e']) {
      expect(output, JSON.stringify(sequence)).not.toContain(sequence);
    }
    // The one that wiped the screen at the start.
    expect(output.split('\u001b[2J')).toHaveLength(2);
  });
});
