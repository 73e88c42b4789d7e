import { appendFileSync, closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLines } from '../helpers/lines.ts';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';

/** What a file could do to a terminal that is handed it as it is. */
const HOSTILE = [
  '\u001b]0;pwned-title\u0007',
  '\u001b]52;c;cHduZWQ=\u0007',
  '\u001b[31mpwned-red',
  '\u001bPpwned-dcs\u001b\\',
  '\u009b2Jpwned-c1',
  '\u202epwned-rlo',
  '\u0007\b\u000e\u007f',
  '\u001b]8;;http://pwned\u0007link\u001b]8;;\u0007',
  '\u001b[6n\u001b[c\u001bZ',
].join('\n');

/** Fails when anything of the file that a terminal obeys is in what was written. */
function expectHarmless(written: string): void {
  for (const raw of [
    '\u001b]0;pwned',
    '\u001b]52;c;cHdu',
    '\u001bPpwned',
    '\u009b',
    '\u202e',
    '\u001b]8;;http://pwned',
  ]) {
    expect(written.includes(raw), JSON.stringify(raw)).toBe(false);
  }
  for (const raw of ['\u001b[31mpwned', '\u0007\b', '\u000e', '\u007f', '\u001b[c', '\u001bZ']) {
    expect(written.includes(raw), JSON.stringify(raw)).toBe(false);
  }
}

describe('the viewer', () => {
  it('opens 5 GiB at once, goes anywhere in it, and calls off a search', async () => {
    const home = makeHome();
    const file = openSync(join(home.work, 'large.bin'), 'w');
    ftruncateSync(file, 5 * 1024 ** 3);
    closeSync(file);
    writeFileSync(join(home.work, 'text.txt'), Array.from({ length: 3000 }, (_, at) => `line ${at + 1}\n`).join(''));
    await using terminal = openProgram(home);
    await terminal.waitFor('text.txt');
    terminal.press('down', 'f3');
    await terminal.waitFor(/^000000000 {2}00 00/m);
    terminal.press('end');
    await terminal.waitFor(/^13ffffff0 {2}00 00/m);
    await terminal.waitFor('100 %');
    terminal.press('home', '/');
    await terminal.waitFor('Search:');
    terminal.type('never there');
    terminal.press('enter');
    await terminal.waitFor(/Looking: \d+ %; Esc stops/);
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.join('\n').includes('Looking'));
    terminal.press('g');
    await terminal.waitFor('Go to:');
    terminal.type('0x100000010');
    terminal.press('enter');
    await terminal.waitFor(/^100000010 {2}00 00/m);
    expect(terminal.screen().join('\n')).toContain('80 %');

    terminal.press('q');
    await terminal.waitFor('2 Menu');
    terminal.press('down', 'v');
    await terminal.waitFor(/^line 37 *$/m);
    terminal.write(terminal.bytesOf('down').repeat(200));
    await terminal.waitFor((rows) => rows[1]?.trim() === 'line 201');
    terminal.press('/');
    terminal.type('line 2999');
    terminal.press('enter');
    await terminal.waitFor(/^line 2999 *$/m);
    terminal.resize(80, 24);
    await terminal.waitFor((rows) => rows.length === 24 && rows.some((row) => row.trim() === 'line 2999'));
    appendFileSync(join(home.work, 'text.txt'), 'a new line\n');
    await terminal.waitFor('The file has changed; this is how it is now');
    terminal.press('end');
    await terminal.waitFor(/^a new line *$/m);
    terminal.press('f10', 'f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it('hands nothing of a file to the terminal as it is, from this disk or from the cloud', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'hostile.txt'), HOSTILE);
    writeFileSync(join(home.path, 'hostile.bin'), Buffer.from(`${HOSTILE}\0`, 'latin1'));
    const files = [join(home.work, 'hostile.txt'), join(home.path, 'hostile.bin')];
    expect(await runProgram(home, ['put', ...files, 'Ubuntu One/'])).toMatchObject({ status: 0 });
    await using terminal = openProgram(home, ['.', 'Ubuntu One']);
    await terminal.waitFor('hostile.bin');
    const from = terminal.bytes;
    for (const keys of [['down'], ['tab', 'down'], ['down']]) {
      terminal.press(...keys, 'f3');
      await terminal.waitFor('pwned-red');
      terminal.press('f4');
      await terminal.waitFor('␛[31mpwned-red');
      for (let encoding = 0; encoding < 5; encoding += 1) {
        const before = terminal.bytes;
        terminal.press('E');
        await terminal.waitUntil(() => terminal.bytes > before, 'another encoding');
      }
      terminal.press('w', 'x', 'q');
      await terminal.waitFor('2 Menu');
    }
    expectHarmless(terminal.output(from));
    expect(await runProgram(home, ['delete', 'Ubuntu One/hostile.txt'])).toMatchObject({ status: 0 });
    terminal.press('v');
    await terminal.waitFor(/✗.*not found/i);
    await terminal.waitFor('Ctrl-R tries again, Esc closes');
  });

  it('reads out pages in plain mode', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'notes.txt'), Array.from({ length: 100 }, (_, at) => `line ${at + 1}\n`).join(''));
    await using program = openLines(home, ['--plain']);
    await program.hear('Local folder ~/work: 1 entry.');
    program.say('view 1');
    await program.hear(/^notes\.txt, bytes 0 to \d+ of 792\.$/);
    await program.hear('line 1');
    program.say('page-down');
    await program.hear('line 40');
    program.say('find', 'line 90');
    await program.hear('line 90');
    program.say('close', 'quit');
    expect(await program.ended()).toBe(0);
  });
});
