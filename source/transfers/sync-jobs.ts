import { AppError, fromErrorRecord } from '../domain/app-error.ts';
import type { JobSpec } from '../domain/transfer.ts';
import type { StoreFor } from './store-for.ts';
import type { SyncPlan, SyncStep } from './sync-plan.ts';

/** The jobs that carry a plan out: the deletes only after the copies, and only when these went well. */
export interface SyncJobs {
  readonly copy: JobSpec | null;
  readonly delete: JobSpec | null;
}

/**
 * Turns a plan into jobs, file by file as it was seen: what changed since stops that file.
 * @throws AppError the plan's refusal
 */
export function syncJobs(plan: SyncPlan, newId: () => string): SyncJobs {
  if (plan.refusal !== null) throw fromErrorRecord(plan.refusal);
  const copies = plan.steps.filter((step) => step.kind === 'copy');
  const deletes = plan.steps.filter((step) => step.kind === 'delete');
  const sources = copies.map(({ from, to, source, target }) => ({
    location: from,
    entry: source,
    to,
    replaces: target,
  }));
  const doomed = deletes.map(({ at, target }) => ({ location: at, entry: target }));
  return {
    copy: sources.length === 0 ? null : { id: newId(), kind: 'copy', sources, target: plan.to, taken: 'fail' },
    delete: doomed.length === 0 ? null : { id: newId(), kind: 'delete', sources: doomed, target: null, taken: 'fail' },
  };
}

/** Makes the folders of a plan, those above first: also the empty ones are to arrive. */
export async function makePlannedFolders(plan: SyncPlan, storeFor: StoreFor, signal: AbortSignal): Promise<void> {
  for (const { to } of plan.steps.filter((step) => step.kind === 'make-folder')) {
    await storeFor(to).makeFolder(to, { signal });
  }
}

/** A step in words, as `--dry-run` prints it. */
export function stepWords(step: SyncStep): string {
  switch (step.kind) {
    case 'make-folder':
      return `folder  ${step.path}/`;
    case 'copy':
      return `${step.reason === 'new' ? 'copy   ' : 'replace'} ${step.path}`;
    case 'delete':
      return `delete  ${step.path}${step.target.kind === 'folder' ? `/ (${step.files} files)` : ''}`;
    case 'leave':
      return `leave   ${step.path}: ${step.reason}`;
    default:
      throw new AppError('unsupported', `No words for ${JSON.stringify(step satisfies never)}`);
  }
}
