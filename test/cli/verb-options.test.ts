import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { composeCli } from '../../source/cli/compose.ts';
import { createInterruption } from '../../source/cli/interruption.ts';
import { createOutput } from '../../source/cli/output.ts';
import { createProgram } from '../../source/cli/program.ts';
import { addVerbs } from '../../source/cli/verb-families.ts';

const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
const program = createProgram(null);
await addVerbs(program, composeCli({ output, interruption: createInterruption() }), undefined);

/** Those that ask the cloud nothing, or are a server. */
const OTHERS = new Set(['keys', 'serve', 'admin', 'completion', '__complete']);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (words) => void (text += words) }).outputHelp();
  return text;
}

/** All verbs, with those below them, but for the groups that only hold others. */
function verbsBelow({ commands }: Command): readonly Command[] {
  return commands.flatMap((command) => [...(command.name() === 'admin' ? [] : [command]), ...verbsBelow(command)]);
}

describe('every verb', () => {
  it.each(program.commands.filter((verb) => !OTHERS.has(verb.name())).map((verb) => [verb.name(), verb] as const))(
    'of the cloud has the options of all, as %s does',
    (_, { options }) => {
      expect(options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--json', '--quiet', '--server']));
    },
  );

  it('has an example of itself in its help', () => {
    const verbs = verbsBelow(program).filter((verb) => verb.name() !== '__complete');
    expect(verbs.length).toBeGreaterThan(40);
    for (const verb of verbs)
      expect(helpOf(verb), verb.name()).toMatch(new RegExp(`Example:\n.*u1file .*${verb.name()}`));
  });
});
