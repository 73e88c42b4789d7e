import { AppError, isAppError, toErrorRecord } from '../domain/app-error.ts';
import { errorWords } from '../domain/error-words.ts';
import type { Job, TransferCommand } from '../domain/transfer.ts';
import { fromDiskError } from '../services/local/disk-error.ts';
import { makePrivateFolder } from '../services/private-files.ts';
import { connectToJobs, type RemoteJobs } from '../transfers/control-client.ts';
import { createTransferEngine, type JobEngine } from '../transfers/engine.ts';
import { openJobHome, type JobHome } from '../transfers/job-home.ts';
import type { OtherProgram } from '../transfers/job-homes.ts';
import type { Stores } from './stores.ts';

/** The jobs of this program, written down and open to others of this user, and the jobs of those others. */
export interface JobKeeper {
  readonly engine: JobEngine;
  /** Jobs that a program left that is gone; they wait, paused, to be resumed. */
  readonly leftOver: readonly Job[];
  /** Tells of the jobs of the programs that run now, live and marked as such, until `close`; resolves when all have told theirs. */
  followOthers(listener: (job: Job) => void): Promise<void>;
  /** Does the command here, or in the other program whose job it is about. */
  readonly perform: (command: TransferCommand) => void;
  /** True when nothing is lost by closing it: no job that could go on or be tried again, and no other program's is followed. */
  readonly isAtRest: () => boolean;
  /** Stops; what is unfinished stays written down for the next program. */
  close(): Promise<void>;
}

export interface JobKeeperOptions {
  readonly stores: Pick<Stores, 'storeFor'>;
  /** The program's state folder. */
  readonly stateDir: string;
  /** Told when a job cannot be written down. */
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Opens the home of this program's jobs and takes over what dead programs left. Where there can be none (a state folder that
 * is closed, a full disk) that is told, and the jobs live in this program alone.
 */
export async function openJobKeeper({ stores, stateDir, onTrouble }: JobKeeperOptions): Promise<JobKeeper> {
  const home = await openHome(stateDir, onTrouble).catch((error: unknown) => {
    onTrouble(notKept(error));
    return null;
  });
  const engine = createTransferEngine({
    storeFor: (location) => stores.storeFor(location),
    journal: home?.journal,
    pausesOnTrouble: true,
  });
  const past = (await home?.takeOver()) ?? [];
  for (const job of past) engine.restore(job);
  home?.serve(engine);
  const others = new Map<string, RemoteJobs>();
  const open = new Set<RemoteJobs>();
  const closing = new AbortController();
  return {
    engine,
    leftOver: engine.jobs(),
    async followOthers(listener) {
      const hear = (remote: RemoteJobs, job: Job): void => {
        others.set(job.spec.id, remote);
        listener({ ...job, isElsewhere: true });
      };
      const follow = async ({ socketPath }: OtherProgram): Promise<void> => {
        const remote = await connectToJobs(socketPath, closing.signal).catch(() => null);
        if (remote === null) return;
        if (closing.signal.aborted) return remote.close();
        open.add(remote);
        void remote.closed.then(() => open.delete(remote));
        for (const job of remote.jobs()) hear(remote, job);
        remote.subscribe((job) => hear(remote, job));
      };
      await Promise.all(((await home?.others()) ?? []).map(follow));
    },
    perform(command) {
      const remote = others.get(jobOf(command) ?? '');
      if (remote !== undefined) return remote.perform(command);
      engine.perform(command);
      // All are all that are shown, those of the others too.
      if (FOR_ALL.has(command.type)) for (const other of open) other.perform(command);
      return undefined;
    },
    isAtRest: () =>
      open.size === 0 && engine.jobs().every(({ state, failures }) => state === 'done' && failures.length === 0),
    async close() {
      closing.abort();
      for (const remote of open) remote.close();
      engine.close();
      await home?.close();
    },
  };
}

const FOR_ALL: ReadonlySet<TransferCommand['type']> = new Set(['pause-all', 'resume-all', 'cancel-all', 'retry-all']);

/** The job that a command is about; null for those about all. */
function jobOf(command: TransferCommand): string | null {
  if ('jobId' in command) return command.jobId;
  // A question's id begins with its job's.
  return 'questionId' in command ? command.questionId.slice(0, command.questionId.lastIndexOf('/')) : null;
}

async function openHome(stateDir: string, onTrouble: (error: unknown) => void): Promise<JobHome> {
  await makePrivateFolder(stateDir);
  return openJobHome({ stateDir, now: Date.now, onTrouble });
}

function notKept(thrown: unknown): AppError {
  const error = fromDiskError(thrown);
  const why = isAppError(error) ? errorWords(toErrorRecord(error)) : String(error);
  const words = `Transfers end with this program, for they cannot be written down: ${why}`;
  return new AppError('unsupported', words, { cause: thrown });
}
