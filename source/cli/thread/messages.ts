import type { ErrorRecord } from '../../domain/app-error.ts';
import type { Entry } from '../../domain/entry.ts';
import type { RequestRecord } from '../../domain/request-record.ts';
import type { TransferCommand } from '../../domain/transfer.ts';
import type { Account } from '../../services/accounts.ts';
import type { ProgramPaths } from '../../services/paths.ts';
import type { JobNews } from './job-news.ts';

/** What the thread is started with. */
export interface ThreadStart {
  /** Null for the embedded cloud. */
  readonly account: Account | null;
  readonly paths: ProgramPaths;
}

/** The calls of the store that go to the thread. Of contents only what is looked at comes back, in parts; jobs copy there. */
export type StoreCall =
  | 'list'
  | 'stat'
  | 'read'
  | 'makeFolder'
  | 'move'
  | 'remove'
  | 'publish'
  | 'publicFiles'
  | 'facts'
  | 'quota'
  /** Reads a file of this machine for its hashes, so that no key waits for the processor. */
  | 'hashes';

/** To the thread. `id` counts calls; `args` are the call's own, its signal taken out; `quota` has the account's id first. */
export type ToThread =
  | { readonly type: 'call'; readonly id: number; readonly call: StoreCall; readonly args: readonly unknown[] }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'command'; readonly command: TransferCommand }
  | { readonly type: 'when-idle'; readonly id: number }
  /** The account's credentials are others now, or none. */
  | { readonly type: 'forget'; readonly accountId: string }
  /** Ends the thread if nothing is under way. */
  | { readonly type: 'rest' }
  | { readonly type: 'close' };

/** From the thread. */
export type FromThread =
  | { readonly type: 'batch'; readonly id: number; readonly entries: readonly Entry[] }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  /** `bug` holds the stack of what was no AppError. */
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorRecord | null; readonly bug: string }
  | { readonly type: 'request'; readonly record: RequestRecord }
  | { readonly type: 'job'; readonly news: JobNews }
  /** Nothing is kept of these jobs any more: if they come again they are told as a whole. */
  | { readonly type: 'forgotten'; readonly jobIds: readonly string[] }
  /** Jobs that a program left that is gone wait, paused, to be resumed. */
  | { readonly type: 'left-over'; readonly count: number }
  /** The account's token is no longer taken. */
  | { readonly type: 'signed-out'; readonly accountId: string }
  | { readonly type: 'trouble'; readonly words: string }
  /** Whether it ends, as it was asked to. */
  | { readonly type: 'rest'; readonly isPossible: boolean }
  | { readonly type: 'closed' };
