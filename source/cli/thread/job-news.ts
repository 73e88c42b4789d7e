import type { FileFailure, Job, JobSpec } from '../../domain/transfer.ts';

/** A job as it crosses from thread to thread: what may be long goes along only where it is another than was told last. */
export interface JobNews {
  readonly id: string;
  readonly job: Omit<Job, 'spec' | 'failures'>;
  readonly spec?: JobSpec;
  readonly failures?: readonly FileFailure[];
}

interface Known {
  spec: JobSpec;
  failures: readonly FileFailure[];
}

/** Milliseconds between two tellings of failures that grow. */
const FAILURES_EVERY = 1000;

/** Makes news of jobs. */
export interface JobTeller {
  newsOf(job: Job): JobNews;
  /** Keeps nothing of jobs but of these; answers which it had kept something of. They are told as a whole when they come again. */
  forgetAllBut(jobIds: ReadonlySet<string>): readonly string[];
}

/** Makes jobs of news, for the other end. */
export interface JobListener {
  /** Throws for news of a job whose first one did not come: a bug. */
  jobOf(news: JobNews): Job;
  /** What the teller has forgotten. */
  forget(jobIds: readonly string[]): void;
}

/**
 * A job is told of ten times a second; with thousands of sources and failures each telling would take the thread that
 * draws longer than what it tells of. While it runs its failures may be those of a second ago; `now` is in milliseconds.
 */
export function createJobTeller(now: () => number): JobTeller {
  const told = new Map<string, Known & { at: number }>();
  return {
    newsOf({ spec, failures, ...job }) {
      const { id } = spec;
      const before = told.get(id);
      const isNew = before?.spec !== spec;
      const isGrowing = job.state === 'running' && now() - (before?.at ?? 0) < FAILURES_EVERY;
      const hasFailed = isNew || (before.failures !== failures && !isGrowing);
      const news = { id, job, ...(isNew ? { spec } : {}), ...(hasFailed ? { failures } : {}) };
      if (isNew || hasFailed) told.set(id, { spec, failures, at: now() });
      return news;
    },
    forgetAllBut(jobIds) {
      const forgotten = [...told.keys()].filter((id) => !jobIds.has(id));
      for (const id of forgotten) told.delete(id);
      return forgotten;
    },
  };
}

export function createJobListener(): JobListener {
  const known = new Map<string, Known>();
  return {
    jobOf({ id, job, ...news }) {
      const before = known.get(id);
      const spec = news.spec ?? before?.spec;
      const failures = news.failures ?? before?.failures;
      if (spec === undefined || failures === undefined) throw new Error(`there is no first news of the job ${id}`);
      known.set(id, { spec, failures });
      return { ...job, spec, failures };
    },
    forget(jobIds) {
      for (const id of jobIds) known.delete(id);
    },
  };
}
