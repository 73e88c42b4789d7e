import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, type Home } from '../helpers/program.ts';

function writeConfig(home: Home, name: string, text: string): void {
  const folder = join(home.path, 'config', 'u1file');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, name), text);
}

describe('settings and keys', () => {
  it('are in force at the start, told where they are wrong, and read again when they change', async () => {
    const home = makeHome();
    writeConfig(home, 'settings.json', '{"keys": "letters", "showHidden": true,\n"theem": "dark"}');
    writeConfig(home, 'keys.conf', 'help = Ctrl-G\ncopy = Ctrl-Foo\n');
    writeFileSync(join(home.work, '.hidden'), 'x');
    const terminal = openProgram(home);
    await terminal.waitFor('settings.json line 2: there is no setting "theem", and 1 more');
    await terminal.waitFor(/Ctrl-G Help .* c Copy .* q Quit/);
    await terminal.waitFor('.hidden');
    terminal.write('\u0007');
    await terminal.waitFor('┌ Help');
    terminal.press('esc');
    // A key takes a notice away: this one must not come after those that are waited for.
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('┌ Help')));
    writeConfig(home, 'keys.conf', 'help = F1\nquit = Ctrl-X\ncopy = Ctrl-X\n');
    await terminal.waitFor(/1 Help .* c Copy .* Ctrl-X Quit/);
    await terminal.waitFor('theem');
    writeConfig(home, 'settings.json', '{}');
    await terminal.waitFor(/1 Help .* 5 Copy .* Ctrl-X Quit/);
    await terminal.waitFor('keys.conf line 3: Ctrl-X is bound to quit in line 2 already');
    terminal.write('\u0018');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it('are changed in the list of settings, at once and in the file, beside what was written by hand', async () => {
    const home = makeHome();
    writeConfig(home, 'settings.json', '{"theem": "dark"}');
    const editor = join(home.path, 'editor');
    writeFileSync(
      editor,
      `#!/bin/sh
case "$1" in
*/settings.json) sed -i 's/"letters"/"vim"/' "$1" ;;
*/keys.conf) echo 'copy = Ctrl-Y' >> "$1" ;;
esac
`,
      { mode: 0o755 },
    );
    const terminal = openProgram({ ...home, env: { ...home.env, VISUAL: editor } });
    await terminal.waitFor(/1 Help .* 5 Copy/);
    terminal.press(',');
    await terminal.waitFor('! settings.json line 1: there is no setting "theem"');
    await terminal.waitFor(/> Keys .*‹ mc ›/);
    terminal.press('left');
    await terminal.waitFor(/> Keys .*‹ letters ›/);
    await terminal.waitFor(/c Copy/);
    // The editor of the person: it writes into the file it is handed, and the dialog shows what came of it.
    terminal.press('f4');
    await terminal.waitFor(/> Keys .*‹ vim ›/);
    await terminal.waitFor(/y Copy/);
    terminal.press('K');
    await terminal.waitFor(/Ctrl-Y Copy/);
    terminal.press('right');
    await terminal.waitFor(/> Keys .*‹ letters ›/);
    terminal.resize(60, 14);
    await terminal.waitFor((rows) => rows.length === 14 && rows.some((row) => row.includes('‹ letters ›')));
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('‹ letters ›')));
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    const text = readFileSync(join(home.path, 'config', 'u1file', 'settings.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({ theem: 'dark', keys: 'letters' });
  });

  it('that are broken are put aside and told with path and reason, and the program starts', async () => {
    const home = makeHome();
    writeConfig(home, 'settings.json', '{"keys": ');
    const terminal = openProgram(home, [], { columns: 200 });
    await terminal.waitFor(/The settings are broken and were put aside as .*settings\.json\.broken-\d{4}-.*: .*JSON/);
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(readdirSync(join(home.path, 'config', 'u1file')).join(' ')).toMatch(/^settings\.json\.broken-\S+$/);
  });

  it('are what u1file keys goes by', async () => {
    const home = makeHome();
    writeConfig(home, 'keys.conf', 'copy = Ctrl-Y\nmove = Ctrl-Y\n');
    const terminal = openProgram(home, ['keys']);
    await terminal.waitFor('keys.conf line 2: Ctrl-Y is bound to copy in line 1 already');
    await terminal.waitFor('press keys');
    terminal.write('\u0019');
    await terminal.waitFor(/19 +Ctrl-Y +Copy to the other pane \(copy\)/);
    terminal.press('x');
    await terminal.waitFor(/x +not bound in the panes; .*viewer-mode/);
    terminal.write('\u0003');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});
