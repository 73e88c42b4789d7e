import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVIL, NAMES } from '../helpers/naughty-names.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import { answerWith } from '../helpers/serve.ts';
import { strangersIn } from '../helpers/stream-check.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

const CONTENT = `before ${EVIL} after\n`;

/** Accepts the dialog on top and waits until it has gone. */
async function accept(terminal: PtyTerminal, words: string): Promise<void> {
  terminal.press('enter');
  await terminal.waitFor((rows) => !rows.some((row) => row.includes(words)));
}

async function dialog(terminal: PtyTerminal, key: string, title: string | RegExp): Promise<void> {
  terminal.press(key);
  await terminal.waitFor(title);
}

/** Both panes are in their columns in every row. */
function expectColumns(terminal: PtyTerminal): void {
  const cells = terminal.cells();
  const [header = []] = cells.slice(1);
  const divider = header.findIndex(({ text }) => text === '│');
  expect(divider).toBeGreaterThan(0);
  const broken = cells.slice(1, -2).filter((row) => row[divider]?.text !== '│');
  expect(broken.map((row) => row.map(({ text }) => text).join(''))).toEqual([]);
}

async function namesIn(home: Home, path: string): Promise<readonly string[]> {
  const { stdout } = await runProgram(home, ['list', path, '--json']);
  const entries = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { readonly name: string });
  return entries.map(({ name }) => name).toSorted();
}

describe('names of the big list', () => {
  it('are copied, moved, renamed and deleted on both sides, in aligned columns, and say nothing to the terminal', async () => {
    const home = makeHome();
    const folder = join(home.work, `from ${EVIL.replaceAll('/', '')}`);
    const back = join(home.work, 'back');
    mkdirSync(folder);
    mkdirSync(back);
    for (const name of NAMES) writeFileSync(join(folder, name), CONTENT);
    expect(readdirSync(folder)).toHaveLength(NAMES.length);
    await runProgram(home, ['create-volume', EVIL]);
    const terminal = openProgram(home, [folder, EVIL]);
    await terminal.waitFor(`${NAMES.length} entries`);
    await terminal.waitFor('nothing here');
    for (let page = 0; page * 30 < NAMES.length; page += 1) {
      expectColumns(terminal);
      terminal.press('pagedown');
      await terminal.quiet(30);
    }

    // Up: all of them.
    terminal.press('A');
    await terminal.waitFor(`${NAMES.length} marked`);
    await dialog(terminal, 'f5', 'Taken names');
    await accept(terminal, 'Taken names');
    await terminal.waitFor(new RegExp(`│.*${NAMES.length} entries`));
    const there = await namesIn(home, EVIL);
    expect(NAMES.filter((name) => !there.includes(name))).toEqual([]);
    expect(there).toHaveLength(NAMES.length);
    expectColumns(terminal);

    // Renamed in the cloud: by a paste of another naughty name.
    terminal.press('tab', 'home', 'down');
    await dialog(terminal, 'r', 'New name of');
    terminal.write(`\u0015\u001b[200~renamed \u202etxt.exe\u001b[201~`);
    terminal.press('enter');
    await terminal.waitFor(/│>.renamed ‹202e›txt\.exe/);

    // Down again, moved into another folder: nothing is left in the cloud.
    terminal.press('tab');
    await dialog(terminal, 'g', 'Go to');
    terminal.write(`\u0015\u001b[200~${back}\u001b[201~`);
    terminal.press('enter');
    await terminal.waitFor('~/work/back');
    terminal.press('tab', 'A');
    await terminal.waitFor(new RegExp(`│.*${NAMES.length} marked`));
    await dialog(terminal, 'f6', 'Taken names');
    await accept(terminal, 'Taken names');
    await terminal.waitFor(new RegExp(`${NAMES.length} entries.*│`));
    await terminal.waitFor(/│ {2}nothing here/);
    const moved = readdirSync(back).toSorted();
    expect(moved).toHaveLength(NAMES.length);
    expect(NAMES.filter((name) => !moved.includes(name))).toHaveLength(1);
    expect(moved).toContain('renamed \u202etxt.exe');
    expect(readFileSync(join(back, `${EVIL}.txt`), 'utf8')).toBe(CONTENT);

    // Looked at, and deleted here.
    terminal.press('tab', 'home', 'down');
    await dialog(terminal, 'f3', /before/);
    terminal.press('f10');
    await terminal.waitFor(/│/);
    terminal.press('A');
    await dialog(terminal, 'f8', '[> Keep <]');
    terminal.press('y');
    await terminal.waitFor(/nothing here.*│/);
    expect(readdirSync(back)).toEqual([]);
    terminal.press('f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(strangersIn(terminal.output())).toEqual([]);
  });

  it('that are no UTF-8 keep their bytes', async () => {
    const home = makeHome();
    const [from, to] = [join(home.work, 'from'), join(home.work, 'to')];
    mkdirSync(from);
    mkdirSync(to);
    const names = ['ff', '61ff62', 'c3', 'eda080', 'f8888080', '1b5b33316d9b'].map((hex) => Buffer.from(hex, 'hex'));
    for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${from}/`), name]), CONTENT);
    const bytesIn = (folder: string): string[] =>
      readdirSync(folder, { encoding: 'buffer' })
        .map((name) => name.toString('hex'))
        .toSorted();
    const expected = names.map((name) => name.toString('hex')).toSorted();
    const terminal = openProgram(home, [from]);
    await terminal.waitFor('6 entries');
    await terminal.waitFor('a\\xffb');
    terminal.press('tab', '~');
    await terminal.waitFor(/│ Local/);
    await dialog(terminal, 'g', 'Go to');
    terminal.write(`\u0015\u001b[200~${to}\u001b[201~`);
    terminal.press('enter');
    await terminal.waitFor(/│ Local {2}~\/work\/to/);
    terminal.press('tab', 'A');
    await dialog(terminal, 'f5', 'Taken names');
    await accept(terminal, 'Taken names');
    await terminal.waitFor(/│.*6 entries/);
    expect(bytesIn(to)).toEqual(expected);
    terminal.press('A');
    await dialog(terminal, 'f8', '[> Keep <]');
    terminal.press('y');
    await terminal.waitFor(/nothing here.*│/);
    expect(bytesIn(from)).toEqual([]);
    expect(bytesIn(to)).toEqual(expected);
    terminal.press('f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(strangersIn(terminal.output())).toEqual([]);
  });
});

describe('a server that means ill', () => {
  it('says nothing to the terminal by names, addresses, messages or oops IDs', async () => {
    const home = makeHome();
    const volume = {
      resource_path: `/volumes/~/${EVIL}`,
      type: 'root',
      path: `~/${EVIL}`,
      generation: 1,
      when_created: '2011-09-09T19:00:00Z',
      node_path: `/~/${EVIL}`,
      content_path: `/content/~/${EVIL}`,
    };
    const url = await answerWith((request, response) => {
      const isVolumes = request.url?.includes('volumes') === true && !request.url.includes('%');
      if (isVolumes) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([volume]));
        return;
      }
      response
        .writeHead(403, {
          'content-type': 'application/json',
          'x-oops-id': Buffer.from('OOPS\u009b5i', 'latin1').toString('latin1'),
        })
        .end(JSON.stringify({ error: EVIL, error_description: EVIL, message: EVIL }));
    });
    const env = { U1FILE_TOKEN: 'ck:cs:tk:ts', U1FILE_SERVER: url };
    const terminal = openProgram(home, [], { env });
    await terminal.waitFor('EVIL');
    terminal.press('tab', 'enter');
    await terminal.waitFor(/403/);
    terminal.press('o');
    await terminal.waitFor('Requests');
    terminal.press('f10', 'i');
    await terminal.waitFor(/Details|Nothing/);
    terminal.press('f10');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Details')));
    terminal.press('f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(strangersIn(terminal.output())).toEqual([]);
  });
});
