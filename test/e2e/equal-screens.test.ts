import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import { createRandom } from '../../bench/soak/random.ts';
import { makeHome, openProgram } from '../helpers/program.ts';
import type { Cell } from '../helpers/screen.ts';
import type { PtyTerminal } from '../helpers/terminal.ts';

/** None that leaves the folder, since what is above it differs, and no Escape, whose meaning hangs on when the next key comes. */
const KEYS = 'down down down up pagedown pageup home end tab insert shift+down * U A . w G j k'.split(' ');
const NAMES = ['语言文件.txt', 'é.txt', 'x'.repeat(120), '.hidden', '‮abc', 'a\tb', '한글', '界'.repeat(70)];
/** Each is looked at after so many keys. */
const STEP = 25;

/** The program on a folder that is the same each time it is made. */
async function open(size: { readonly columns: number; readonly rows: number }, args: readonly string[]) {
  const home = makeHome();
  for (const name of [...NAMES, ...Array.from({ length: 60 }, (_, number) => `file ${number}`)]) {
    writeFileSync(join(home.work, name), name);
    utimesSync(join(home.work, name), 1e9, 1e9);
  }
  mkdirSync(join(home.work, 'folder'));
  utimesSync(join(home.work, 'folder'), 1e9, 1e9);
  const terminal = openProgram(home, args, size);
  await terminal.waitFor((screen) => screen.some((row) => row.includes('folder/')));
  terminal.press('tab');
  await terminal.waitFor(/Ubuntu One\//);
  terminal.press('tab');
  return terminal;
}

/** All that is shown but the line that tells of requests: how long they took differs. */
function shown(terminal: PtyTerminal): Cell[][] {
  return terminal.cells().toSpliced(-2, 1);
}

/** Waits until both have done all keys: then nothing more comes, and they are the same. A busy machine takes its time. */
async function expectEqual(one: PtyTerminal, other: PtyTerminal, words: string): Promise<void> {
  await expect
    .poll(
      async () => {
        await Promise.all([one.quiet(150), other.quiet(150)]);
        return isDeepStrictEqual(shown(one), shown(other));
      },
      { timeout: 30_000 },
    )
    .toBe(true)
    .catch(() => expect(shown(one), words).toEqual(shown(other)));
}

it('without the cell layer the screen is the same, cell by cell, whatever is pressed', async () => {
  for (const [seed, size] of [
    { columns: 120, rows: 40 },
    { columns: 81, rows: 24 },
    { columns: 45, rows: 13 },
  ].entries()) {
    const random = createRandom(seed + 1);
    await using cells = await open(size, []);
    await using plain = await open(size, ['--no-cells']);
    const pressed: string[] = [];
    for (let look = 0; look < 5; look += 1) {
      for (let key = 0; key < STEP; key += 1) {
        const name = random.pick(KEYS);
        pressed.push(name);
        cells.press(name);
        plain.press(name);
      }
      await expectEqual(cells, plain, `${size.columns}x${size.rows} after ${pressed.join(' ')}`);
    }
  }
}, 240_000);
