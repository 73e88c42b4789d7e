import type { Command } from 'commander';
import type { FileStore } from '../domain/file-store.ts';
import type { Account, Accounts } from '../services/accounts.ts';
import type { ProgramPaths } from '../services/paths.ts';
import type { JobEngine } from '../transfers/engine.ts';
import type { ThreadCloud, ThreadListeners } from './thread/thread-cloud.ts';
import type { Output } from './output.ts';
import type { VerbEngine } from './verb-engine.ts';

/** A cloud that is open: its store, and the account in words. */
export interface Cloud extends CloudLabel {
  readonly store: FileStore;
  /** Absent where there is nothing that could be renewed: the embedded cloud, the account of the environment. */
  readonly signIn?: CloudSignIn | undefined;
  close(): Promise<void>;
}

/** Who is signed in to a cloud that is open. */
export interface CloudSignIn {
  readonly email: string;
  readonly server: string;
  /** Keeps the same account as signed in anew, and goes on with it. */
  renew(account: Account): Promise<void>;
}

export interface CloudLabel {
  /** The account's id in locations. */
  readonly accountId: string;
  /** `ted@cloud.example.org`, or `embedded cloud`. */
  readonly label: string;
  readonly isEmbedded: boolean;
}

/** The cloud of who has not signed in anywhere. Its id is that of its account in locations. */
export const EMBEDDED_LABEL: CloudLabel = { accountId: 'embedded', label: 'embedded cloud', isEmbedded: true };

/** The words for an account; null is the embedded cloud. */
export function labelOf(account: Account | null): CloudLabel {
  if (account === null) return EMBEDDED_LABEL;
  const { host } = new URL(account.server);
  return { accountId: account.id, label: `${account.email.split('@')[0] ?? ''}@${host}`, isEmbedded: false };
}

/** Which cloud to open. */
export interface WantedCloud {
  readonly server?: string | undefined;
  /** True for who has few questions and moves no contents: the embedded cloud then starts in a fraction of the time. */
  readonly isBrief?: boolean;
}

/** What every verb may use; made once by `compose`. */
export interface Cli {
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Fires at SIGTERM, and at SIGINT where nothing drains: what runs stops, and the exit status is 130. */
  readonly signal: AbortSignal;
  readonly localStore: FileStore;
  readonly accounts: Accounts;
  readonly paths: ProgramPaths;
  /** The account that is signed in, or at that server; null for the embedded cloud. */
  account(server: string | undefined): Promise<Account | null>;
  /** Opens the cloud of the account that is signed in, else the embedded one. */
  openCloud(wanted: WantedCloud): Promise<Cloud>;
  /** As `openCloud`, with the cloud and the engine in a thread of their own: for the screen. */
  openThread(wanted: WantedCloud, listeners: ThreadListeners): Promise<ThreadCloud>;
  /** Which cloud that would be, without opening it. */
  describeCloud(wanted: WantedCloud): Promise<CloudLabel>;
  /** While this is so, the first SIGINT calls `drain` and the next one fires the signal. Answers the function that ends it. */
  drainWith(drain: () => void): () => void;
  /** An engine over this machine and that cloud. */
  openEngine(cloudStore: FileStore): Promise<VerbEngine>;
}

/** What a verb of a few questions needs. */
export type BriefCli = Pick<Cli, 'output' | 'signal' | 'openCloud'>;

/** The options that every verb has. */
export interface VerbOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly server?: string;
}

/** Adds a verb with the options all have, and an example under its help. */
export function addVerb(program: Command, usage: string, description: string, example: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--json', 'machine-readable output, one JSON object a line')
    .option('-q, --quiet', 'say nothing but errors and what was asked for')
    .option('--server <url>', 'the cloud to use, instead of the one signed in to')
    .addHelpText('after', `\nExample:\n  $ ${example}`);
}

/** Opens the cloud, runs the act with it, and closes it whatever happens. For acts that move contents. */
export async function withCloud<Result>(
  cli: Cli,
  { server }: VerbOptions,
  act: (cloud: Cloud) => Promise<Result>,
): Promise<Result> {
  return useCloud(cli, { server }, act);
}

/** The same for an act of a few questions. */
export async function withBriefCloud<Result>(
  cli: BriefCli,
  { server }: VerbOptions,
  act: (cloud: Cloud) => Promise<Result>,
): Promise<Result> {
  return useCloud(cli, { server, isBrief: true }, act);
}

async function useCloud<Result>(
  cli: BriefCli,
  wanted: WantedCloud,
  act: (cloud: Cloud) => Promise<Result>,
): Promise<Result> {
  const cloud = await cli.openCloud(wanted);
  try {
    return await act(cloud);
  } finally {
    await cloud.close();
  }
}

/** Opens an engine over this machine and the cloud, runs the act with it, and closes it whatever happens. */
export async function withEngine<Result>(
  cli: Cli,
  cloud: Cloud,
  act: (engine: JobEngine) => Promise<Result>,
): Promise<Result> {
  const opened = await cli.openEngine(cloud.store);
  try {
    return await act(opened.engine);
  } finally {
    await opened.close();
  }
}
