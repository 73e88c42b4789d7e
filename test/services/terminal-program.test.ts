import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findProgram } from '../../source/services/terminal-program.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function folderWith(...programs: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of programs) {
    writeFileSync(join(folder, name), '#!/bin/sh\n');
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

describe('findProgram', () => {
  const file = '/tmp/a file';

  it('takes VISUAL before EDITOR, and the arguments in them', async () => {
    const found = await findProgram({ type: 'open', command: null, file }, { VISUAL: 'code --wait', EDITOR: 'ed' });
    expect(found).toMatchObject({ name: 'code --wait', args: ['-c', 'trap : INT QUIT; code --wait "$1"', 'sh', file] });
    const other = await findProgram({ type: 'open', command: null, file }, { VISUAL: ' ', EDITOR: 'ed' });
    expect(other.name).toBe('ed');
  });

  it('puts the file where the command wants it', async () => {
    const found = await findProgram({ type: 'open', command: 'show %f --wide', file }, {});
    expect(found.args).toEqual(['-c', 'trap : INT QUIT; show "$1" --wide', 'sh', file]);
  });

  it('looks for an editor where none is named, and says what to do where there is none', async () => {
    const PATH = folderWith('vi', 'nano');
    expect((await findProgram({ type: 'open', command: null, file }, { PATH })).name).toBe('nano');
    await expect(findProgram({ type: 'open', command: null, file }, { PATH: folderWith() })).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('neither VISUAL nor EDITOR') as string,
    });
  });

  it('takes the shell of the person, and tells of one that cannot be run and of a folder that is gone', async () => {
    const folder = temporaryFolder();
    const SHELL = join(folderWith('mysh'), 'mysh');
    expect(await findProgram({ type: 'shell', folder }, { SHELL })).toMatchObject({ file: SHELL, folder });
    expect(await findProgram({ type: 'shell', folder }, {})).toMatchObject({ file: '/bin/sh' });
    await expect(findProgram({ type: 'shell', folder }, { SHELL: '/no/shell' })).rejects.toThrow(/no\/shell/);
    mkdirSync(join(folder, 'gone'));
    await expect(findProgram({ type: 'shell', folder: `${folder}/gone/not` }, { SHELL })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
