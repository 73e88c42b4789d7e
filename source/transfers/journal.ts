import { createHash } from 'node:crypto';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { open, readFile, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobSpec } from '../domain/transfer.ts';
import { readJournal, toJournalLine, type JournalRecord, type PastJob } from './journal-record.ts';

/** Takes down what a job does, before it does it. */
export interface JobLog {
  write(record: JournalRecord): void;
  close(): void;
}

/** Where jobs are written down. */
export interface Journal {
  /** Takes a job on; resolves when the job itself would survive a power cut. */
  begin(spec: JobSpec): Promise<JobLog>;
  /** Goes on with one that is there. */
  reopen(jobId: string): JobLog;
  forget(jobId: string): Promise<void>;
  /** Resolves when all that was to be forgotten is gone. */
  settled(): Promise<void>;
}

/** How the names of journals end. */
export const JOURNAL_EXTENSION = '.jsonl';

/**
 * Keeps journals as files of a folder, one a job. Each record is handed to the system before the call returns, so that
 * a killed program leaves all of them; only the job itself is also waited for to be on the disk. That a file is done may be
 * a moment late, together with the next record: until then it counts as open.
 * @param folder a folder of this program alone, open to no other user
 * @param onTrouble told when a journal cannot be written (a full disk); its job goes on without, it may be what makes room
 */
export function createJournal(folder: string, now: () => number, onTrouble: (error: unknown) => void): Journal {
  const forgetting = new Set<Promise<void>>();
  return {
    begin: async (spec) => {
      const path = journalPath(folder, spec.id);
      try {
        await writeFirst(path, toJournalLine({ type: 'job', version: 1, at: now(), spec }));
      } catch (error) {
        onTrouble(error);
      }
      return openLog(path, onTrouble);
    },
    reopen: (jobId) => openLog(journalPath(folder, jobId), onTrouble),
    forget: async (jobId) => {
      const gone = unlink(journalPath(folder, jobId)).catch(() => undefined);
      forgetting.add(gone);
      await gone;
      forgetting.delete(gone);
    },
    settled: async () => {
      await Promise.all(forgetting);
    },
  };
}

/** The jobs written down in a folder, in the order they were taken on. */
export async function readJournals(folder: string): Promise<PastJob[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(JOURNAL_EXTENSION));
  const jobs: PastJob[] = [];
  for (const name of names) {
    const past = readJournal(await readFile(join(folder, name)));
    const isOver = past?.end === 'done' || past?.end === 'cancelled';
    if (past === null || isOver) await unlink(join(folder, name)).catch(() => undefined);
    else jobs.push(past);
  }
  return jobs.toSorted((a, b) => a.at - b.at);
}

/** The file of a job. Its id may hold anything, a file name may not. */
export function journalPath(folder: string, jobId: string): string {
  return join(folder, createHash('sha256').update(jobId).digest('hex').slice(0, 24) + JOURNAL_EXTENSION);
}

async function writeFirst(path: string, line: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.appendFile(line);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function openLog(path: string, onTrouble: (error: unknown) => void): JobLog {
  let file = openToAppend(path, onTrouble);
  /** Lines about what is over: they go with the next ones, at the latest in this turn of the loop. */
  let late = '';
  let timer: NodeJS.Immediate | null = null;
  const flush = (lines = ''): void => {
    if (timer !== null) clearImmediate(timer);
    timer = null;
    const all = late + lines;
    late = '';
    if (file === null || all === '') return;
    try {
      writeSync(file, all);
    } catch (error) {
      drop();
      onTrouble(error);
    }
  };
  const drop = (): void => {
    if (file !== null) closeSync(file);
    file = null;
  };
  return {
    write: (record) => {
      if (record.type !== 'done') return flush(toJournalLine(record));
      late += toJournalLine(record);
      timer ??= setImmediate(flush);
    },
    close: () => {
      flush();
      drop();
    },
  };
}

function openToAppend(path: string, onTrouble: (error: unknown) => void): number | null {
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_APPEND);
    // A line that was cut must not swallow the one that comes next.
    writeSync(file, '\n');
    return file;
  } catch (error) {
    onTrouble(error);
    return null;
  }
}
