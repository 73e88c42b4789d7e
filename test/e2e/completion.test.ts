import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasPrograms } from '../../scripts/packages/for-tests.ts';
import { makeHome, PROGRAM, runProgram, type Home } from '../helpers/program.ts';
import { openTerminal } from '../helpers/terminal.ts';

const SHELLS = {
  bash: { args: ['--norc', '--noprofile', '-i'], start: 'eval "$(u1file completion bash)"' },
  zsh: { args: ['-f'], start: 'autoload -U compinit; compinit -u; eval "$(u1file completion zsh)"' },
  fish: { args: ['--no-config'], start: 'u1file completion fish | source' },
} as const;

/** A name that a shell would run a part of. */
const EVIL = "it's $(touch PWNED) `touch PWNED` *.txt";

/** A cloud with a file of a bad name, and the program on the path. */
async function withProgram(): Promise<Home & { readonly bin: string }> {
  const home = makeHome();
  const bin = join(home.path, 'bin');
  mkdirSync(bin);
  mkdirSync(join(home.work, 'drafts'));
  writeFileSync(join(bin, 'u1file'), `#!/bin/sh\nexec ${process.execPath} ${PROGRAM} "$@"\n`);
  chmodSync(join(bin, 'u1file'), 0o755);
  await runProgram(home, ['create-volume', 'testing']);
  expect(await runProgram(home, ['put', '-', `testing/${EVIL}`], { input: 'precious\n' })).toMatchObject({ status: 0 });
  return { ...home, bin };
}

async function completes(
  shell: keyof typeof SHELLS,
  { work, env, bin }: Home & { readonly bin: string },
): Promise<void> {
  const { args, start } = SHELLS[shell];
  const path = `${bin}:${env['PATH'] ?? ''}`;
  await using terminal = openTerminal({ command: shell, args, cwd: work, env: { ...env, PATH: path } });
  terminal.type(`${start}; echo rea""dy\r`);
  await terminal.waitFor(/^ready/m);
  terminal.type('u1file logi\t');
  await terminal.waitFor('u1file login');
  terminal.write('\u0015');
  terminal.type('u1file put dra\t');
  await terminal.waitFor('u1file put drafts/');
  terminal.type(' Ub\t');
  await terminal.waitFor('u1file put drafts/ Ubuntu\\ One/');
  terminal.write('\u0015');
  terminal.type('u1file get test\t');
  await terminal.waitFor('u1file get testing/');
  terminal.type('\t');
  await terminal.waitFor(/u1file get testing\/it\\'s.*\.txt/);
  terminal.type('-\r');
  await terminal.waitFor(/^precious/m);
}

it('bash, zsh and fish complete verbs, paths on both sides and odd names, and run none', async () => {
  const home = await withProgram();
  const shells = (['zsh', 'fish'] as const).filter((shell) => hasPrograms(`completion in ${shell}`, shell));
  await Promise.all(['bash' as const, ...shells].map(async (shell) => completes(shell, home)));
  expect(readdirSync(home.work)).toEqual(['drafts']);
});
