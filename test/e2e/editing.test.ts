import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';

/** An editor: waits until the test says go, then adds a line. It tells where the copy is, and how private. */
const EDITOR = `#!/bin/sh
[ "$1" = --add ] || exit 3
trap : INT
kill -INT 0
stat -c '%a %n' "$3" > "$HOME/editing.tmp"; stat -c %a "$(dirname "$3")" >> "$HOME/editing.tmp"
mv "$HOME/editing.tmp" "$HOME/editing"
echo "the editor has the terminal"
while [ ! -e "$HOME/go" ]; do sleep 0.02; done
rm "$HOME/go" "$HOME/editing"
[ "$2" = nothing ] || echo "$2" >> "$3"
`;

async function withFile(): Promise<Home> {
  const home = makeHome();
  expect(await runProgram(home, ['create-volume', 'testing'])).toMatchObject({ status: 0 });
  await put(home, 'a.txt', 'one\n');
  writeFileSync(join(home.path, 'editor'), EDITOR, { mode: 0o755 });
  return home;
}

async function put(home: Home, name: string, content: string): Promise<void> {
  const args = ['put', '-', `testing/${name}`, '--overwrite'];
  expect(await runProgram(home, args, { input: content })).toMatchObject({ status: 0 });
}

async function get(home: Home, name: string): Promise<string> {
  return (await runProgram(home, ['get', `testing/${name}`, '-'])).stdout;
}

function copies(home: Home): string[] {
  const folder = join(home.path, 'state/u1file/copies');
  return existsSync(folder) ? readdirSync(folder) : [];
}

const go = (home: Home): void => writeFileSync(join(home.path, 'go'), '');

describe('editing', () => {
  it('takes a file of the cloud to the editor in a private copy, and back when it was changed', async () => {
    const home = await withFile();
    writeFileSync(join(home.work, 'local.txt'), 'here\n');
    const EDITOR = `"${home.path}/editor" --add 'a second line'`;
    await using terminal = openProgram(home, ['.', 'testing'], { env: { EDITOR } });
    await terminal.waitFor('a.txt');
    terminal.press('tab', 'down', 'f4');
    await terminal.waitFor('the editor has the terminal');
    expect(terminal.cursor().isAlternate).toBe(false);
    expect(readFileSync(join(home.path, 'editing'), 'utf8')).toMatch(/^600 .*\/copies\/copy-\w+\/a\.txt\n700\n$/);
    go(home);
    await terminal.waitFor('a.txt is saved in the cloud');
    expect(await get(home, 'a.txt')).toBe('one\na second line\n');
    expect(copies(home)).toEqual([]);

    terminal.press('tab', 'down', 'e');
    await terminal.waitFor('the editor has the terminal');
    go(home);
    await terminal.waitFor(/^> local\.txt +19 B/m);
    expect(readFileSync(join(home.work, 'local.txt'), 'utf8')).toBe('here\na second line\n');
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it('uploads nothing that was not changed', async () => {
    const home = await withFile();
    await using terminal = openProgram(home, ['.', 'testing'], {
      env: { VISUAL: `${home.path}/editor --add nothing` },
    });
    await terminal.waitFor('a.txt');
    terminal.press('tab', 'down', 'f4');
    await terminal.waitFor('the editor has the terminal');
    // Somebody who looks at a file is there for a while.
    await new Promise((resolve) => setTimeout(resolve, 600));
    go(home);
    await terminal.waitFor('a.txt was not changed');
    expect(copies(home)).toEqual([]);
  });

  it('asks when the file changed in the cloud meanwhile, loses neither, and says where the copy is', async () => {
    const home = await withFile();
    await using terminal = openProgram(home, ['.', 'testing'], { env: { EDITOR: `${home.path}/editor --add mine` } });
    await terminal.waitFor('a.txt');
    terminal.press('tab', 'down', 'f4');
    await terminal.waitFor('the editor has the terminal');
    await put(home, 'a.txt', 'theirs\n');
    go(home);
    await terminal.waitFor('was changed by somebody else');
    await terminal.waitFor('[> Keep my copy on this machine <]');
    const copy = join(home.path, 'state/u1file/copies', copies(home)[0] ?? '', 'a.txt');
    expect(readFileSync(copy, 'utf8')).toBe('one\nmine\n');
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    terminal.press('down');
    await terminal.waitFor('[> Keep both in the cloud <]');
    terminal.press('enter');
    await terminal.waitFor('a.txt is saved in the cloud');
    expect(await get(home, 'a.txt')).toBe('theirs\n');
    expect(await get(home, 'a (2).txt')).toBe('one\nmine\n');
    expect(copies(home)).toEqual([]);

    const before = terminal.bytes;
    terminal.press('f4');
    await terminal.waitUntil(() => terminal.output(before).includes('the editor has'), 'the editor');
    expect(await runProgram(home, ['delete', 'testing/a.txt'])).toMatchObject({ status: 0 });
    go(home);
    await terminal.waitFor('is not there any more');
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.join('\n').includes('is not there any more'));
    expect(copies(home)).toHaveLength(1);
  });

  it('offers on Enter what can be done with a file, the commands of the settings too', async () => {
    const home = await withFile();
    mkdirSync(join(home.path, 'config/u1file'), { recursive: true });
    const openWith = { '*.txt': 'cat %f; read wait', 'image/*': 'never' };
    writeFileSync(join(home.path, 'config/u1file/settings.json'), JSON.stringify({ openWith }));
    await using terminal = openProgram(home, ['.', 'testing'], { env: { SHELL: '/no/shell' } });
    await terminal.waitFor('a.txt');
    terminal.press('!');
    await terminal.waitFor('The shell /no/shell cannot be run; set SHELL to one that can');
    terminal.press('tab', 'down', 'enter');
    await terminal.waitFor('[> View <]');
    await terminal.waitFor('Open with cat %f');
    expect(terminal.screen().join('\n')).not.toContain('never');
    terminal.press('enter');
    await terminal.waitFor(/^one$/m);
    terminal.press('q', 'enter', 'down', 'down', 'enter');
    await terminal.waitUntil(() => !terminal.cursor().isAlternate && terminal.screen().includes('one'), 'cat');
    terminal.type('\r');
    await terminal.waitFor(/ended with status \d+|was not changed/);
  });
});
