import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

async function quit(terminal: PtyTerminal): Promise<void> {
  terminal.press('q');
  expect(await terminal.exited()).toMatchObject({ status: 0 });
}

describe('what was left', () => {
  it('is there again: panes, sides, order, hidden entries and history; what is gone leads to the nearest folder', async () => {
    const home = makeHome();
    mkdirSync(join(home.work, 'one', 'two'), { recursive: true });
    writeFileSync(join(home.work, 'one', '.hidden'), 'x');
    writeFileSync(join(home.work, 'one', 'note.txt'), 'x');
    expect(await runProgram(home, ['mkdir', 'Ubuntu One/docs/deep'])).toMatchObject({ status: 0 });
    const first = openProgram(home, ['./one', 'Ubuntu One/docs']);
    await first.waitFor('deep/');
    await first.waitFor('note.txt');
    first.press('.', 's', 't', 'end');
    await first.waitFor(/^[> ] \.hidden/m);
    // The cloud to the left, and the cursor there.
    first.write('\u0015');
    await first.waitFor(/Cloud › Ubuntu One › docs.*│ Local {2}~\/work\/one/);
    await first.waitFor(/^> \.\./m);
    await quit(first);

    const second = openProgram(home);
    await second.waitFor(/Cloud › Ubuntu One › docs.*│ Local {2}~\/work\/one/);
    await second.waitFor(/│.*\.hidden/);
    await second.waitFor(/│.*Modified ▾/);
    await second.waitFor('deep/');
    second.press('tab', 'home', 'down');
    await second.waitFor(/│> two\//);
    second.press('enter');
    await second.waitFor('~/work/one/two');
    second.press('[');
    await second.waitFor((rows) => !rows.some((row) => row.includes('one/two')));
    second.press(']');
    await second.waitFor('~/work/one/two');
    await quit(second);

    rmdirSync(join(home.work, 'one', 'two'));
    expect(await runProgram(home, ['delete', 'Ubuntu One/docs'])).toMatchObject({ status: 0 });
    const third = openProgram(home);
    await third.waitFor('is not there; this is the nearest folder above it');
    await third.waitFor(/Cloud › Ubuntu One +│ Local {2}~\/work\/one$/m);
    await quit(third);

    const fourth = openProgram(home, ['.']);
    await fourth.waitFor(/^ Local {2}~\/work +│/m);
    await quit(fourth);
    writeFileSync(join(home.path, 'config', 'u1file', 'settings.json'), '{"restorePanes": false}');
    const fifth = openProgram(home);
    await fifth.waitFor(/^ Local {2}~\/work +│ Cloud$/m);
    await quit(fifth);
    expect(readFileSync(join(home.path, 'state', 'u1file', 'panes.json'), 'utf8')).toContain('"embedded"');
  });
});
