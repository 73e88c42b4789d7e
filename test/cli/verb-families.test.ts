import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { BRIEF_FAMILIES } from '../../source/cli/brief.ts';
import { composeCli } from '../../source/cli/compose.ts';
import { createInterruption } from '../../source/cli/interruption.ts';
import { createOutput } from '../../source/cli/output.ts';
import { VERB_FAMILIES } from '../../source/cli/verb-families.ts';

const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
const cli = composeCli({ output, interruption: createInterruption() });

function namesOf({ commands }: Command): string[] {
  return commands.flatMap((command) => [command.name(), ...command.aliases()]);
}

describe('the families of verbs', () => {
  it.each(VERB_FAMILIES.map((family) => [family.verbs.join(', '), family] as const))(
    'adds %s, and nothing else',
    async (_, { verbs, load }) => {
      const program = new Command();
      (await load())(program, cli);
      expect(namesOf(program)).toEqual(verbs);
    },
  );

  it('has those of few questions among them, which the starter knows', () => {
    const starter = readFileSync('bin/u1file.js', 'utf8');
    const known = /BRIEF =\s+\/\^\(([^)]+)\)\$\//.exec(starter)?.[1]?.split('|');
    expect(BRIEF_FAMILIES.flatMap(({ verbs }) => verbs).toSorted()).toEqual(
      known?.filter((verb) => !verb.startsWith('-')).toSorted(),
    );
    for (const { verbs, add } of BRIEF_FAMILIES) {
      const program = new Command();
      add(program, cli);
      expect(namesOf(program)).toEqual(verbs);
      expect(VERB_FAMILIES.map((family) => family.verbs)).toContainEqual(verbs);
    }
  });
});
