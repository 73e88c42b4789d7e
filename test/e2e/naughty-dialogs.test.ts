import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLines } from '../helpers/lines.ts';
import { EVIL } from '../helpers/naughty-names.ts';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';
import { strangersIn } from '../helpers/stream-check.ts';

const FILE = `file ${EVIL}`;

describe('the worst name', () => {
  it('in every dialog, list and notice, and at the next start, says nothing to the terminal', async () => {
    const home = makeHome();
    const folder = join(home.work, `from ${EVIL}`);
    mkdirSync(folder);
    writeFileSync(join(folder, FILE), 'one\n');
    await runProgram(home, ['create-volume', EVIL]);
    const terminal = openProgram(home, [folder, EVIL], { env: { EDITOR: 'true' } });
    const gone = async (words: string): Promise<unknown> =>
      terminal.waitFor((rows) => !rows.some((row) => row.includes(words)));
    const ask = async (keys: readonly string[], title: string | RegExp): Promise<void> => {
      terminal.press(...keys);
      await terminal.waitFor(title);
    };
    const paste = (text: string): void => terminal.write(`\u0015\u001b[200~${text}\u001b[201~`);
    await terminal.waitFor('1 entry');
    await terminal.waitFor('nothing here');

    // Up, and up again over another content: the conflict shows both sides.
    await ask(['end', 'f5'], 'Taken names');
    await ask(['enter'], /│.*file .*4 B/);
    await gone('Taken names');
    writeFileSync(join(folder, FILE), 'three\n');
    await ask(['ctrl+r'], /file .*6 B .*│/);
    await ask(['f5'], 'Taken names');
    await ask(['enter'], '┌ The name is taken');
    terminal.press('right', 'enter');
    await terminal.waitFor(/│.*2 entries/);

    // In the cloud: details, an address as text, link and QR code, the list of what is public, the path.
    await ask(['tab', 'end', 'i'], '┌ Details');
    await ask(['A'], 'Copied');
    terminal.press('esc');
    await gone('┌ Details');
    // The row knows its address once the folder was read again.
    await ask(['p'], /:\d\d +public/);
    await ask(['Y'], '┌ Anyone');
    await ask(['r'], '█');
    terminal.press('esc');
    await gone('┌ Anyone');
    await ask(['P'], 'stops this one');
    await ask(['d'], 'Nothing is public');
    terminal.press('esc');
    await gone('┌ Public');
    await gone(' public');
    await ask(['Y'], 'Copied');

    // Edited in a copy, looked at, renamed by a paste of the whole name, and its folder made by one.
    // A copy that comes late, because the machine is busy, is offered before it is opened.
    await ask(['f4'], /was not changed|┌ It is here now/);
    if (terminal.screen().some((row) => row.includes('┌ It is here now'))) terminal.press('down', 'enter');
    await terminal.waitFor('was not changed');
    await ask(['f3'], /text/);
    terminal.press('f10');
    await ask(['r'], '┌ Rename');
    paste(`${FILE} renamed`);
    terminal.press('enter');
    await terminal.waitFor(/renamed/);
    await gone('┌ Rename');
    await ask(['f7'], '┌ New folder');
    paste(`folder ${EVIL}`);
    terminal.press('enter');
    await terminal.waitFor(/│.*3 entries/);

    // Found, jumped to, filtered, bookmarked, measured, compared; gone to by its path.
    await ask(['F'], '┌ Find');
    paste(`*${EVIL.slice(0, 8)}*`);
    await ask(['enter'], /found/);
    terminal.press('home', 'enter');
    await terminal.waitFor(/│.*3 entries/);
    await ask(['f'], 'Filter:');
    paste(EVIL);
    await terminal.waitFor(/entries with/);
    terminal.press('esc');
    await gone('Filter:');
    await ask(['/'], 'Jump to:');
    paste(`file ${EVIL}`);
    await terminal.waitFor(/Jump to: .*EVIL/);
    terminal.press('esc');
    await gone('Jump to:');
    await ask(['B'], 'Bookmarked');
    await ask(['b'], '┌ Places');
    terminal.press('esc');
    await gone('┌ Places');
    await ask(['C'], /Compared|no files|Wait until/);
    await ask(['tab', 'g'], '┌ Go to');
    paste(`${home.work}/`);
    await ask(['enter'], /Local {2}~\/work +│/);
    await ask(['z'], /\d B/);

    // Requests with a report, and a delete in the cloud that is called back.
    await ask(['o'], '┌ Requests');
    await ask(['c'], 'clipboard');
    terminal.press('esc');
    await gone('┌ Requests');
    await ask(['tab', 'end', 'f8'], '[> Keep <]');
    await ask(['y'], 'calls it back');
    terminal.press('u');
    await gone('calls it back');
    terminal.press('tab');
    await ask(['end', 'enter'], /Local {2}~\/work\/from/);
    terminal.press('f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(strangersIn(terminal.output())).toEqual([]);
    expect(readdirSync(folder)).toEqual([FILE]);
    expect(readFileSync(join(folder, FILE), 'utf8')).toBe('three\n');

    // What is remembered is drawn before anything is read.
    const again = openProgram(home);
    await again.waitFor(/Local {2}~\/work\/from/);
    await again.waitFor(/│.*[23] entries/);
    again.press('f10');
    expect(await again.exited()).toMatchObject({ status: 0 });
    expect(strangersIn(again.output())).toEqual([]);
  });

  it('is told in plain mode without a control character', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, FILE), `${EVIL}\n`);
    await using program = openLines(home, ['--plain', '.', 'Ubuntu One']);
    const say = program.say.bind(program);
    const hear = program.hear.bind(program);
    say(
      'copy 1',
      '2',
      'wait',
      'other',
      'view 1',
      '',
      'details 1',
      '',
      'publish 1',
      'public-files',
      '',
      'delete 1',
      '2',
    );
    await hear(/^Copied file .*EVIL/);
    await hear(/^1 {2}file .*EVIL/);
    await hear(/^On this machine only: file .*EVIL/);
    await hear(/^Deleting file .*EVIL/);
    say('undo', 'requests 1', 'copy', '', 'quit');
    await hear(/cancelled/);
    expect(await program.ended()).toBe(0);
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(program.output()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202e]/);
  });
});
