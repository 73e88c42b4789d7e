import { localLocation } from '../../source/domain/location.ts';
import type { Job, JobProgress, JobSpec } from '../../source/domain/transfer.ts';
import { fileEntry } from './entries.ts';

const PROGRESS: JobProgress = {
  filesDone: 0,
  filesTotal: 1,
  bytesDone: 0,
  bytesTotal: 6_500_000,
  totalsKnown: true,
  current: null,
  rate: null,
  secondsLeft: null,
  isStalled: false,
};

/** A copy of one file that has just begun, with what the test names in its spec. */
export function jobOf(spec: Partial<JobSpec>, progress: Partial<JobProgress> = {}): Job {
  const entry = fileEntry('u1file.py', { size: 6_500_000 });
  const location = localLocation('/home/ted/projects/u1/u1file.py');
  return {
    spec: { id: 'job 1', kind: 'copy', sources: [{ location, entry }], target: null, taken: 'ask', ...spec },
    state: 'running',
    progress: { ...PROGRESS, ...progress },
    failures: [],
    question: null,
    startedAt: 0,
    endedAt: null,
  };
}
