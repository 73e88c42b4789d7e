import type { VerifiedCells } from '../blobs/verified.ts';
import type { UserCells } from '../http/user-limits.ts';
import type { Timeouts } from '../http/server.ts';
import type { LogOptions } from '../log.ts';
import type { MetricCounts } from '../operations/metrics.ts';
import type { ServerSettings } from '../settings.ts';
import type { GateCells } from './gate.ts';

/** What the threads of a server have in common, so that limits hold over all of them. */
export interface SharedCells {
  /** Whose turn it is to write. */
  readonly writing: GateCells;
  /** Changes that were committed since the log was put back into the database. */
  readonly commits: Int32Array<SharedArrayBuffer>;
  readonly users: UserCells;
  readonly passwords: GateCells;
  readonly verified: VerifiedCells;
}

/** What a thread is started with. */
export interface ThreadData {
  readonly dataDir: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly settings: ServerSettings;
  readonly timeouts: Timeouts;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly hasMetrics: boolean;
  readonly logLevel: LogOptions['level'];
  readonly cells: SharedCells;
}

/** What a thread is told. */
export type ThreadOrder = { readonly type: 'close' } | { readonly type: 'count'; readonly id: number };

/** What it says. */
export type ThreadMessage =
  | { readonly type: 'ready'; readonly address: string; readonly port: number }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | { readonly type: 'counts'; readonly id: number; readonly counts: MetricCounts };
