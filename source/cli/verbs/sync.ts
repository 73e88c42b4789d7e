import { Option, type Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import { formatBytes } from '../../domain/format.ts';
import type { FileStore } from '../../domain/file-store.ts';
import type { Location } from '../../domain/location.ts';
import { planSync } from '../../transfers/plan-sync.ts';
import { createFilter, patternOf } from '../../transfers/sync-filter.ts';
import { makePlannedFolders, stepWords, syncJobs } from '../../transfers/sync-jobs.ts';
import type { SyncPlan, SyncStep } from '../../transfers/sync-plan.ts';
import { addVerb, withCloud, withEngine, type Cli, type VerbOptions } from '../cli.ts';
import { withLimits, type LimitOptions } from '../limits.ts';
import { runJob } from '../run-job.ts';
import { syncEnds } from '../sync-ends.ts';

interface SyncOptions extends VerbOptions, LimitOptions {
  readonly dryRun?: true;
  readonly delete?: true;
  readonly maxDelete?: number;
}

/** `sync`: one way, with a plan that can be shown first. */
export function addSyncVerb(program: Command, cli: Cli): void {
  // In the order they were written: a later pattern wins.
  const patterns: string[] = [];
  withLimits(
    addVerb(
      program,
      'sync <from> <to>',
      'make one folder like another, one way',
      'u1file sync --dry-run ./photos testing/photos',
    ),
  )
    .option('-n, --dry-run', 'print the plan and change nothing')
    .option('--delete', 'delete at the target what is not at the source')
    .addOption(new Option('--max-delete <n>', 'files that may be deleted; a quarter by default').argParser(wholeNumber))
    .option('--include <pattern>', 'take back in what an exclude before it left out', (text: string) => {
      patterns.push(patternOf({ kind: 'include', pattern: text }));
    })
    .option('--exclude <pattern>', 'leave out, by gitignore rules', (text: string) => {
      patterns.push(patternOf({ kind: 'exclude', pattern: text }));
    })
    .action(async (from: string, to: string, options: SyncOptions) => sync(cli, { from, to, patterns }, options));
}

interface Ends {
  readonly from: string;
  readonly to: string;
  readonly patterns: readonly string[];
}

async function sync(cli: Cli, { from, to, patterns }: Ends, options: SyncOptions): Promise<void> {
  if (options.maxDelete !== undefined && options.delete !== true) {
    throw new AppError('usage', '--max-delete says how much --delete may do, which is missing');
  }
  await withCloud(cli, options, async (cloud) => {
    const storeFor = (location: Location): FileStore => (location.side === 'local' ? cli.localStore : cloud.store);
    const plan = await planSync({
      storeFor,
      ...syncEnds(from, to, cloud),
      deletes: options.delete === true,
      maxDelete: options.maxDelete ?? null,
      filter: createFilter(patterns),
      signal: cli.signal,
    });
    printPlan(cli, plan, options);
    if (options.dryRun === true) return;
    const jobs = syncJobs(plan, randomUUID);
    await makePlannedFolders(plan, storeFor, cli.signal);
    await withEngine(cli, cloud, async (engine) => {
      if (jobs.copy !== null) await runJob(cli, { engine, cloud }, jobs.copy, options);
      if (jobs.delete !== null) await runJob(cli, { engine, cloud }, jobs.delete, options);
    });
  });
}

function printPlan(cli: Cli, plan: SyncPlan, { json, quiet, dryRun }: SyncOptions): void {
  if (json) for (const step of plan.steps) cli.output.json(stepJson(step));
  else if (!quiet || dryRun === true) {
    for (const step of plan.steps) cli.output.line(stepWords(step));
    const { filesToCopy, bytesToCopy, filesToDelete, unchanged } = plan;
    cli.output.note(
      `${filesToCopy} to copy (${formatBytes(bytesToCopy)}), ${filesToDelete} to delete, ${unchanged} the same`,
    );
  }
  if (dryRun === true && plan.refusal !== null) cli.output.note(`would stop: ${plan.refusal.message}`);
}

function stepJson(step: SyncStep) {
  const { kind, path } = step;
  if (kind === 'copy') return { step: kind, path, reason: step.reason, size: step.source.size };
  if (kind === 'delete') return { step: kind, path, files: step.files };
  return kind === 'leave' ? { step: kind, path, reason: step.reason } : { step: kind, path };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new AppError('usage', `${text} is no whole number`);
  return Number(text);
}
