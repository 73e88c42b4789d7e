import type { TakenPolicy } from '../domain/transfer.ts';
import type { LeftOut } from './left-outs.ts';
import type { StoreFor } from './store-for.ts';
import type { Item } from './work.ts';

const SKIPPING: ReadonlySet<TakenPolicy | undefined> = new Set(['skip', 'newer', 'resume']);

interface Again {
  /** What went for taken names until now. */
  readonly policy: TakenPolicy;
  readonly storeFor: StoreFor;
  readonly signal: AbortSignal;
}

/**
 * How one that was left out is tried again. What failed goes by the rule it had, the job's where it had none of its own; what was
 * skipped for its name goes by the job's, which asks; and what was skipped for what it is, is looked at anew.
 */
export async function itemAgain({ failure, item }: LeftOut, { policy, storeFor, signal }: Again): Promise<Item> {
  if (failure.outcome === 'failed') return policy === 'ask' ? item : { ...item, policy: item.policy ?? policy };
  if (failure.error.code !== 'name-taken') return lookedAt(item, { storeFor, signal });
  return SKIPPING.has(item.policy) ? { ...item, policy: undefined } : item;
}

/** Where it has gone, or cannot be looked at, its own turn tells so. */
async function lookedAt(item: Item, { storeFor, signal }: Omit<Again, 'policy'>): Promise<Item> {
  try {
    const entry = await storeFor(item.from).stat(item.from, { signal });
    return { ...item, entry: { ...entry, name: item.entry.name } };
  } catch {
    return item;
  }
}
