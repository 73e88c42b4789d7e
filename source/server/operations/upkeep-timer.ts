import type { Stores } from '../data-directory.ts';
import type { Log } from '../log.ts';
import { forgetOld } from '../rules/leftovers.ts';
import type { ServerSettings } from '../settings.ts';
import { sweep } from '../upkeep/sweep.ts';

const FIRST_AFTER = 10 * 60_000;
const EVERY = 6 * 3_600_000;
const DAY = 86_400_000;

export interface UpkeepOptions {
  readonly data: Stores;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly now: () => number;
}

/** Sweeps and forgets what is too old, some time after the start and then four times a day. Answers what ends it. */
export function startUpkeep(options: UpkeepOptions): () => Promise<void> {
  let running = Promise.resolve();
  let timer: NodeJS.Timeout;
  const plan = (wait: number): void => {
    timer = setTimeout(() => {
      running = runUpkeep(options).finally(() => plan(EVERY));
    }, wait);
    timer.unref();
  };
  plan(FIRST_AFTER);
  return async () => {
    clearTimeout(timer);
    await running;
    clearTimeout(timer);
  };
}

/** One round. What goes wrong is logged, and tried again in the next. */
export async function runUpkeep({ data, settings, log, now }: UpkeepOptions): Promise<void> {
  try {
    const windows = 2 * settings.timestampWindow * 1000;
    await data.metadata.write((tx) => forgetOld(tx, { requests: now() - windows, oopses: now() - 90 * DAY }));
    const report = await sweep(data, { keepDeleted: settings.keepDeletedDays * DAY, now });
    // Null where another server is at it.
    if (report !== null && report.nodes + report.blobs + report.unfinished > 0) log.info('swept', { ...report });
  } catch (error) {
    log.error('upkeep failed', { stack: error instanceof Error ? error.stack : String(error) });
  }
}
