import { homedir } from 'node:os';
import { currentAccountNow } from '../services/accounts.ts';
import { programPaths } from '../services/paths.ts';
import type { BriefCli } from './cli.ts';
import { createInterruption } from './interruption.ts';
import { openInnerCloud } from './open-inner-cloud.ts';
import { createOutput } from './output.ts';
import { createProgram, runProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { addChangingVerbs } from './verbs/changing.ts';
import { addReadingVerbs } from './verbs/reading.ts';
import { addVolumeVerbs } from './verbs/volumes.ts';

/** The verbs of a few questions, with what adds them. */
export const BRIEF_FAMILIES = [
  { verbs: ['volumes', 'create-volume', 'delete-volume'], add: addVolumeVerbs },
  { verbs: ['list', 'ls', 'query', 'stat', 'public'], add: addReadingVerbs },
  { verbs: ['delete', 'rm', 'mkdir', 'publish', 'unpublish'], add: addChangingVerbs },
] as const;

/**
 * Runs a verb of a few questions to the embedded cloud, or tells the version, with a file of its own that holds nothing else: most of
 * what such a verb takes is the loading. Answers the exit status; null, and nothing done, for all that needs the whole program.
 */
export async function main(args: readonly string[]): Promise<number | null> {
  const [verb = ''] = args;
  const family = BRIEF_FAMILIES.find(({ verbs }) => (verbs as readonly string[]).includes(verb));
  const isVersion = args.length === 1 && /^(-V|--version)$/.test(verb);
  const paths = programPaths(process.env, homedir());
  if (!isVersion && (family === undefined || !isEmbedded(args, paths.config))) return null;
  const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
  const { signal } = createInterruption();
  const cli: BriefCli = { output, signal, openCloud: async () => openInnerCloud(paths) };
  try {
    // The database is waited for on this thread, which hears nothing meanwhile; no half of anything is left by whoever ends there.
    const program = createProgram(null);
    family?.add(program, cli);
    return await runProgram(program, args);
  } catch (error) {
    return reportError(error, output, args.includes('--json'));
  }
}

/** True where nobody is signed in and no server is named. */
function isEmbedded(args: readonly string[], config: string): boolean {
  return !args.some((arg) => arg.startsWith('--server')) && currentAccountNow(config, process.env) === null;
}
