import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import { errorWithHint, errorWords } from '../../domain/error-words.ts';
import { percentDone } from '../../domain/percent-done.ts';
import { formatBytes, formatRate } from '../../domain/format.ts';
import { toPlainPath } from '../../domain/location.ts';
import type { FileFailure, Job, JobSpec, JobState, TakenQuestion, TransferCommand } from '../../domain/transfer.ts';
import { connectToJobs, type RemoteJobs } from '../../transfers/control-client.ts';
import { findPrograms, readLeftOver } from '../../transfers/job-homes.ts';
import type { PastJob } from '../../transfers/journal-record.ts';
import { addVerb, type Cli, type VerbOptions } from '../cli.ts';
import { parseRate } from '../limits.ts';

interface JobsOptions extends VerbOptions {
  readonly follow?: true;
}

const STEERING = {
  pause: 'pause a transfer that runs elsewhere; without an id all of them',
  resume: 'let a transfer that runs elsewhere go on; without an id all of them',
  cancel: 'cancel a transfer that runs elsewhere; without an id all of them',
  retry: 'try the failed and skipped files of a transfer elsewhere again; without an id of all of them',
} as const;
const LIMITING = 'bytes a second for the transfers that run elsewhere, as 500k or 2M; none takes the limit away';
const VERBS = ['pause', 'resume', 'cancel', 'retry'] as const;
/** Milliseconds in which a program that runs tells its jobs. */
const LONGEST_ANSWER = 5000;
/** Where in the queue. */
const MOVES = { up: 'move-up', down: 'move-down' } as const;

/** `jobs`: transfers that run elsewhere or were left over, seen and steered from another terminal. */
export function addJobsVerb(program: Command, cli: Cli): void {
  const jobs = addVerb(program, 'jobs', 'transfers running elsewhere or left over', 'u1file jobs --follow')
    .option('-f, --follow', 'go on until all of them have ended')
    .action(async (options: JobsOptions) => list(cli, options));
  for (const verb of VERBS) {
    addBelow(jobs, `${verb} [id]`, STEERING[verb]).action(async (id: string | undefined) => steer(cli, verb, id));
  }
  for (const direction of ['up', 'down'] as const) {
    addBelow(jobs, `${direction} <id>`, `move a transfer ${direction} in its queue`).action(async (id: string) =>
      steerOne(cli, MOVES[direction], id),
    );
  }
  addBelow(jobs, 'limit <rate>', LIMITING).action(async (text: string) => {
    const bytesPerSecond = parseRate(text);
    await steerAll(cli, { type: 'limit', bytesPerSecond });
  });
  addBelow(jobs, 'run', 'go on with what was left over, without a screen, until it is done').action(async () => {
    // It brings the HTTP client along, which no other start is to pay for.
    const { runLeftOver } = await import('../run-left-over.ts');
    await runLeftOver(cli);
  });
}

/** A verb below `jobs`. They print nothing but what goes wrong, so there is nothing that `--quiet` could leave out. */
function addBelow(jobs: Command, usage: string, description: string): Command {
  const example = usage.replace(/[<[]id[\]>]/, '7f3a').replace('<rate>', '2M');
  return jobs
    .command(usage)
    .description(description)
    .option('--json', 'errors as JSON')
    .addHelpText('after', `\nExample:\n  $ u1file jobs ${example}`);
}

async function list(cli: Cli, options: JobsOptions): Promise<void> {
  const remotes = await connectAll(cli);
  try {
    for (const past of await readLeftOver(cli.paths.state)) printLeftOver(cli, past, options);
    const live = remotes.flatMap((remote) => remote.jobs());
    for (const job of live) printJob(cli, job, options);
    if (options.follow === true) await follow(cli, remotes, options);
  } finally {
    for (const remote of remotes) remote.close();
  }
}

/** Prints each change until the programs have gone or all their jobs have ended. */
async function follow(cli: Cli, remotes: readonly RemoteJobs[], options: JobsOptions): Promise<void> {
  const isOver = (): boolean => remotes.every((remote) => remote.jobs().every(({ state }) => hasEnded(state)));
  const over = Promise.withResolvers<void>();
  for (const remote of remotes) {
    remote.subscribe((job) => {
      printJob(cli, job, options);
      if (isOver()) over.resolve();
    });
  }
  cli.signal.addEventListener('abort', () => over.reject(cli.signal.reason as Error), { once: true });
  if (isOver()) return;
  await Promise.race([over.promise, Promise.all(remotes.map(async ({ closed }) => closed))]);
}

async function steer(cli: Cli, verb: (typeof VERBS)[number], id: string | undefined): Promise<void> {
  if (id === undefined) await steerAll(cli, { type: `${verb}-all` });
  else await steerOne(cli, verb, id);
}

async function steerAll(cli: Cli, command: TransferCommand): Promise<void> {
  await withRemotes(cli, (remotes) => {
    for (const remote of remotes) remote.perform(command);
    if (remotes.length === 0) throw nothingThere();
  });
}

type OneCommand = Extract<TransferCommand, { readonly jobId: string }>['type'];

async function steerOne(cli: Cli, type: OneCommand, id: string): Promise<void> {
  await withRemotes(cli, (remotes) => {
    const fitting = remotes.flatMap((remote) =>
      remote.jobs().flatMap(({ spec }) => (spec.id.startsWith(id) ? [{ remote, jobId: spec.id }] : [])),
    );
    const [only, ...others] = fitting;
    if (only === undefined) throw nothingThere(id);
    if (others.length > 0) throw new AppError('usage', `${id} is the beginning of several transfers' ids`);
    only.remote.perform({ type, jobId: only.jobId });
  });
}

async function withRemotes(cli: Cli, act: (remotes: readonly RemoteJobs[]) => void): Promise<void> {
  const remotes = await connectAll(cli);
  try {
    act(remotes);
  } finally {
    for (const remote of remotes) remote.close();
  }
}

async function connectAll(cli: Cli): Promise<readonly RemoteJobs[]> {
  const patience = AbortSignal.timeout(LONGEST_ANSWER);
  const connected = (await findPrograms(cli.paths.state)).map(async ({ pid, socketPath }) => {
    try {
      return await connectToJobs(socketPath, AbortSignal.any([patience, cli.signal]));
    } catch {
      if (patience.aborted)
        cli.output.note(`program ${pid} does not answer; its transfers are not shown (is it stopped?)`);
      // Else it has just gone, which is no error: its jobs are left over now.
      return null;
    }
  });
  return (await Promise.all(connected)).filter((remote) => remote !== null);
}

function nothingThere(id?: string): AppError {
  const words = id === undefined ? 'No transfer runs elsewhere' : `No transfer ${id} runs elsewhere`;
  return new AppError('not-found', words, { hint: 'u1file jobs lists them' });
}

function printJob(cli: Cli, job: Job, { json }: JobsOptions): void {
  const { spec, state, progress } = job;
  if (json) {
    const { pausedBecause, question } = job;
    cli.output.json({
      ...specJson(spec),
      state,
      progress,
      failures: job.failures.map(failureJson),
      ...(pausedBecause === undefined ? {} : { pausedBecause }),
      ...(question === null ? {} : { question: questionJson(question) }),
    });
    return;
  }
  const share = percentDone(job);
  const rate = progress.rate === null ? '' : `  ${formatRate(progress.rate)}`;
  const bytes = `${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytesTotal)}`;
  const files = `${progress.filesDone} of ${progress.filesTotal} files`;
  cli.output.line(`${spec.id.slice(0, 8)}  ${state.padEnd(9)}  ${share} %  ${files}  ${bytes}${rate}  ${what(spec)}`);
  const waitsFor = whatItWaitsFor(job);
  if (waitsFor !== null) cli.output.line(`          waits for  ${waitsFor}`);
  if (!hasEnded(state)) return;
  for (const { outcome, error, location } of job.failures) {
    cli.output.line(
      `          ${outcome.padEnd(9)}  ${errorWords({ ...error, path: error.path ?? toPlainPath(location) })}`,
    );
  }
}

/** Null for one that waits for nobody. */
function whatItWaitsFor({ question, pausedBecause }: Job): string | null {
  if (pausedBecause !== undefined) return errorWithHint(pausedBecause);
  if (question === null) return null;
  const place = toPlainPath(question.target.location);
  return `an answer: ${place}: The name is taken (u1file asks it anew, "u1file jobs cancel" gives up)`;
}

function questionJson({ source, target, sameContent }: TakenQuestion) {
  return { source: toPlainPath(source.location), target: toPlainPath(target.location), sameContent };
}

function failureJson({ outcome, error, location }: FileFailure) {
  return { ...error, path: error.path ?? toPlainPath(location), outcome };
}

function printLeftOver(cli: Cli, past: PastJob, { json }: JobsOptions): void {
  if (json) cli.output.json({ ...specJson(past.spec), state: 'left-over', filesDone: past.done.size });
  else cli.output.line(`${past.spec.id.slice(0, 8)}  left over  ${past.done.size} files done  ${what(past.spec)}`);
}

function specJson({ id, kind, sources, target }: JobSpec) {
  return {
    id,
    kind,
    sources: sources.map(({ location }) => toPlainPath(location)),
    target: target === null ? null : toPlainPath(target),
  };
}

function what({ kind, sources, target }: JobSpec): string {
  const [first] = sources;
  const one = first === undefined ? '' : toPlainPath(first.location);
  const from = sources.length === 1 ? one : `${sources.length} entries`;
  return `${kind} ${from}${target === null ? '' : ` to ${toPlainPath(target)}`}`;
}

function hasEnded(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}
