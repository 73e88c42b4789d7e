import type { Job, TransferCommand } from '../domain/transfer.ts';
import { connectToJobs, type RemoteJobs } from '../transfers/control-client.ts';
import { createTransferEngine, type JobEngine } from '../transfers/engine.ts';
import { openJobHome } from '../transfers/job-home.ts';
import type { Stores } from './stores.ts';

/** The jobs of this program, written down and open to others of this user, and the jobs of those others. */
export interface JobKeeper {
  readonly engine: JobEngine;
  /** Jobs that a program left that is gone; they wait, paused, to be resumed. */
  readonly leftOver: readonly Job[];
  /** Jobs of other programs, live; each is marked as such. Answers the function that ends it. */
  followOthers(listener: (job: Job) => void): Promise<() => void>;
  /** Does the command here, or in the other program whose job it is about. */
  readonly perform: (command: TransferCommand) => void;
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

/** Opens the home of this program's jobs and takes over what dead programs left. */
export async function openJobKeeper({ stores, stateDir, onTrouble }: JobKeeperOptions): Promise<JobKeeper> {
  const home = await openJobHome({ stateDir, now: Date.now, onTrouble });
  const engine = createTransferEngine({
    storeFor: (location) => stores.storeFor(location),
    journal: home.journal,
    pausesOnTrouble: true,
  });
  const past = await home.takeOver();
  for (const job of past) engine.restore(job);
  home.serve(engine);
  const others = new Map<string, RemoteJobs>();
  const open = new Set<RemoteJobs>();
  return {
    engine,
    leftOver: engine.jobs(),
    async followOthers(listener) {
      const hear = (remote: RemoteJobs, job: Job): void => {
        others.set(job.spec.id, remote);
        listener({ ...job, isElsewhere: true });
      };
      for (const { socketPath } of await home.others()) {
        const remote = await connectToJobs(socketPath).catch(() => null);
        if (remote === null) continue;
        open.add(remote);
        for (const job of remote.jobs()) hear(remote, job);
        remote.subscribe((job) => hear(remote, job));
      }
      return () => closeAll(open);
    },
    perform(command) {
      const remote = others.get(jobOf(command) ?? '');
      if (remote !== undefined) return remote.perform(command);
      engine.perform(command);
      // All are all that are shown, those of the others too.
      if (FOR_ALL.has(command.type)) for (const other of open) other.perform(command);
      return undefined;
    },
    async close() {
      closeAll(open);
      engine.close();
      await home.close();
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

function closeAll(open: Set<RemoteJobs>): void {
  for (const remote of open) remote.close();
  open.clear();
}
