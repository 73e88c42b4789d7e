import type { Location } from '../domain/location.ts';
import { toPlainPath } from '../domain/location.ts';
import type { FileFailure, JobSpec, TakenPolicy } from '../domain/transfer.ts';

/** One line of a job's journal. The first is the job itself; a file is named by the place it comes from. */
export type JournalRecord =
  | { readonly type: 'job'; readonly version: 1; readonly at: number; readonly spec: JobSpec }
  /** Written before a file or folder is touched. */
  | { readonly type: 'open'; readonly from: string; readonly to: Location | null }
  /** Written after it is as it should be. */
  | { readonly type: 'done'; readonly from: string }
  | { readonly type: 'left-out'; readonly failure: FileFailure }
  | { readonly type: 'policy'; readonly policy: TakenPolicy }
  /** What failed or was skipped is tried again. */
  | { readonly type: 'again' }
  | { readonly type: 'end'; readonly state: 'done' | 'failed' | 'cancelled' };

/** What a journal tells of a job. */
export interface PastJob {
  readonly spec: JobSpec;
  /** Milliseconds since 1970 when it was taken on. */
  readonly at: number;
  readonly done: ReadonlySet<string>;
  /** What was begun and is not known to be done, with where it was to go. */
  readonly opened: ReadonlyMap<string, Location | null>;
  readonly failures: readonly FileFailure[];
  /** What the person answered for the rest of the job. */
  readonly policy: TakenPolicy | null;
  /** How it ended; null when it did not. */
  readonly end: 'done' | 'failed' | 'cancelled' | null;
}

/** How the journal names a file: as a person writes its place. */
export function journalKey(from: Location): string {
  return toPlainPath(from);
}

/** The line of a record, with its end. */
export function toJournalLine(record: JournalRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Reads a journal back, whatever was left of it: a line without its end, or one that is not sound, counts as not
 * written. Null when not even the job is there; then nothing was begun either.
 */
export function readJournal(bytes: Uint8Array): PastJob | null {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n');
  lines.pop();
  let past: ReturnType<typeof begin> | null = null;
  for (const line of lines) {
    const record = parseLine(line);
    if (record === null) continue;
    if (record.type === 'job') past ??= begin(record);
    else if (past !== null) apply(past, record);
  }
  if (past === null) return null;
  const { leftOut, ...known } = past;
  return { ...known, failures: [...leftOut.values()] };
}

function begin({ spec, at }: Extract<JournalRecord, { type: 'job' }>) {
  return {
    spec,
    at,
    done: new Set<string>(),
    opened: new Map<string, Location | null>(),
    leftOut: new Map<string, FileFailure>(),
    policy: null as TakenPolicy | null,
    end: null as PastJob['end'],
  };
}

function apply(past: ReturnType<typeof begin>, record: Exclude<JournalRecord, { type: 'job' }>): void {
  switch (record.type) {
    case 'open':
      past.leftOut.delete(record.from);
      past.opened.set(record.from, record.to);
      break;
    case 'done':
      past.opened.delete(record.from);
      past.leftOut.delete(record.from);
      past.done.add(record.from);
      break;
    case 'left-out':
      past.leftOut.set(journalKey(record.failure.location), record.failure);
      break;
    case 'policy':
      past.policy = record.policy;
      break;
    case 'again':
      past.leftOut.clear();
      past.end = null;
      break;
    case 'end':
      past.end = record.state;
      break;
    default:
      record satisfies never;
  }
}

const TYPES: ReadonlySet<unknown> = new Set(['job', 'open', 'done', 'left-out', 'policy', 'again', 'end']);

/** Our own file in a folder of our own: what parses and has a known type is what was written. */
function parseLine(line: string): JournalRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    const isRecord = typeof value === 'object' && value !== null && 'type' in value && TYPES.has(value.type);
    return isRecord ? (value as JournalRecord) : null;
  } catch {
    return null;
  }
}
