import type { Command } from 'commander';
import type { Cli } from './cli.ts';
import { createProgram } from './program.ts';

/** Verbs that are added together. */
export interface VerbFamily {
  /** Their names and aliases. */
  readonly verbs: readonly string[];
  readonly load: () => Promise<(program: Command, cli: Cli) => void>;
}

/** All of them, in the order of the help. Each is loaded by who calls one of its verbs, or asks for help. */
export const VERB_FAMILIES: readonly VerbFamily[] = [
  {
    verbs: ['login', 'logout', 'whoami'],
    load: async () => (await import('./verbs/account.ts')).addAccountVerbs,
  },
  {
    verbs: ['volumes', 'create-volume', 'delete-volume'],
    load: async () => (await import('./verbs/volumes.ts')).addVolumeVerbs,
  },
  {
    verbs: ['put', 'get'],
    load: async () => (await import('./verbs/transfer.ts')).addTransferVerbs,
  },
  {
    verbs: ['list', 'ls', 'query', 'stat', 'public'],
    load: async () => (await import('./verbs/reading.ts')).addReadingVerbs,
  },
  {
    verbs: ['move', 'mv'],
    load: async () => (await import('./verbs/move.ts')).addMoveVerb,
  },
  {
    verbs: ['delete', 'rm', 'mkdir', 'publish', 'unpublish'],
    load: async () => (await import('./verbs/changing.ts')).addChangingVerbs,
  },
  { verbs: ['sync'], load: async () => (await import('./verbs/sync.ts')).addSyncVerb },
  { verbs: ['jobs'], load: async () => (await import('./verbs/jobs.ts')).addJobsVerb },
  { verbs: ['keys'], load: async () => (await import('./verbs/keys.ts')).addKeysVerb },
  { verbs: ['serve'], load: async () => (await import('./verbs/serve.ts')).addServeVerb },
  { verbs: ['admin'], load: async () => (await import('./verbs/admin.ts')).addAdminVerbs },
  { verbs: ['completion', '__complete'], load: loadCompletion },
];

async function loadCompletion(): Promise<(program: Command, cli: Cli) => void> {
  const { addCompletionVerbs } = await import('./verbs/completion.ts');
  return (program, cli) =>
    addCompletionVerbs(program, cli, async () => {
      const whole = createProgram(null);
      await addVerbs(whole, cli, undefined);
      return whole;
    });
}

/** Adds the family of the verb that is named, or all of them and the screen where none is. */
export async function addVerbs(program: Command, cli: Cli, verb: string | undefined): Promise<void> {
  const family = VERB_FAMILIES.find(({ verbs }) => verbs.includes(verb ?? ''));
  if (family === undefined) {
    const { addScreenVerb } = await import('./verbs/screen.ts');
    addScreenVerb(program, cli);
  }
  const wanted = family === undefined ? VERB_FAMILIES : [family];
  const adders = await Promise.all(wanted.map(async ({ load }) => load()));
  for (const add of adders) add(program, cli);
}
