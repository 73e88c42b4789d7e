import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHome, openProgram, programIsThere } from '../helpers/program.ts';

describe('a local folder that changes on disk', () => {
  it('is shown anew, and costs no byte where nothing that shows has changed', async () => {
    const home = makeHome();
    for (const name of ['b', 'd']) writeFileSync(join(home.work, name), '');
    const terminal = openProgram(home);
    await programIsThere(terminal);
    terminal.press('end');
    await terminal.waitFor(/^> d/m);
    // The last that is asked of the cloud.
    await terminal.waitFor(/200 OK +GET quota/);
    await terminal.quiet(300);
    const before = terminal.bytes;
    for (const name of ['.one', '.two', '.three']) writeFileSync(join(home.work, name), '');
    rmSync(join(home.work, '.two'));
    await terminal.quiet(600);
    expect(terminal.output(before)).toBe('');
    writeFileSync(join(home.work, 'c'), 'new');
    await terminal.waitFor(/^ {2}c .*3 B/m);
    expect(terminal.screen().some((row) => row.startsWith('> d'))).toBe(true);
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});
