import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';

describe('the two panes', () => {
  it('manage cloud files from the first start on, with nothing to set up', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'u1file.py'), 'print 1\n');
    const terminal = openProgram(home);
    await terminal.waitFor('Ubuntu One/');
    await terminal.waitFor('u1file.py');
    await terminal.waitFor('F9 signs in to a server');

    // Create a volume on the right.
    terminal.press('tab');
    terminal.press('f7');
    await terminal.waitFor('New volume');
    terminal.type('testing');
    terminal.press('enter');
    await terminal.waitFor(/> testing\//);
    terminal.press('enter');
    await terminal.waitFor('Cloud › testing');

    // Copy the file up.
    terminal.press('tab');
    terminal.press('down');
    await terminal.waitFor(/>.u1file\.py/);
    terminal.press('f5');
    await terminal.waitFor('Taken names');
    terminal.press('enter');
    await terminal.waitFor('201 Created   PUT testing/u1file.py');
    await terminal.waitFor(/u1file\.py .*│.*u1file\.py/);

    // Delete it there.
    terminal.press('tab');
    terminal.press('down');
    await terminal.waitFor(/│>.u1file\.py/);
    terminal.press('f8');
    await terminal.waitFor('[> Keep <]');
    terminal.press('y');
    await terminal.waitFor(/200 OK   DELETE testing\/u1file\.py|200 OK   GET testing/);
    await terminal.waitFor((rows) => !rows.some((row) => /│..u1file\.py/.test(row)));

    terminal.press('f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['list', 'testing'])).stdout).toBe('');
  });

  it('copy a folder down, with everything below it', async () => {
    const home = makeHome();
    mkdirSync(join(home.work, 'up', 'deep', 'deeper'), { recursive: true });
    writeFileSync(join(home.work, 'up', 'a.txt'), 'a');
    writeFileSync(join(home.work, 'up', 'deep', 'deeper', 'b.txt'), 'b'.repeat(100_000));
    await runProgram(home, ['create-volume', 'testing']);
    expect(await runProgram(home, ['put', 'up', 'testing/up'])).toMatchObject({ status: 0, stderr: '' });
    const down = join(home.path, 'down');
    mkdirSync(down);
    const terminal = openProgram(home, [down, 'testing']);
    await terminal.waitFor(/│ {2}up\//);
    terminal.press('tab');
    terminal.press('down');
    await terminal.waitFor(/│> up\//);
    terminal.press('f5');
    await terminal.waitFor('Taken names');
    terminal.press('enter');
    await terminal.waitFor(/^ {2}up\//m);
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('⇣')));
    expect(readFileSync(join(down, 'up', 'a.txt'), 'utf8')).toBe('a');
    expect(readFileSync(join(down, 'up', 'deep', 'deeper', 'b.txt'), 'utf8')).toBe('b'.repeat(100_000));
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it('say 404 in the status bar for what is gone meanwhile', async () => {
    const home = makeHome();
    await runProgram(home, ['create-volume', 'testing']);
    await runProgram(home, ['mkdir', 'testing/docs']);
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor(/│ {2}docs\//);
    await runProgram(home, ['delete', 'testing/docs']);
    terminal.press('tab');
    terminal.press('down');
    terminal.press('enter');
    await terminal.waitFor('404 file not found   GET testing/docs');
    terminal.press('o');
    await terminal.waitFor('Requests');
    await terminal.waitFor(/404 file not found/);
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Requests')));
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});
