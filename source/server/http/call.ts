import type { IncomingHttpHeaders } from 'node:http';
import type { Route } from '../../protocol/routes.ts';
import type { Pairs } from '../../protocol/target.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Log } from '../log.ts';
import type { Metadata } from '../metadata/metadata.ts';
import type { Tx, Work } from '../metadata/work.ts';
import type { Bearer } from '../rules/accounts/tokens.ts';
import type { ServerSettings } from '../settings.ts';
import type { Passwords } from '../sso/passwords.ts';
import type { Sender } from './connection.ts';
import type { ContentTypes } from './content-types.ts';
import type { UserLimits } from './user-limits.ts';

/** What a running server is made of. */
export interface ServerContext {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
  readonly passwords: Passwords;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly limits: UserLimits;
  readonly contentTypes: ContentTypes;
  /** Told of every request; null where nobody counts. */
  readonly observer: Observer | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a request was, once it is over. */
export interface RequestSummary {
  /** The name of the route, `none` where there was none. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
}

export interface Observer {
  started(): void;
  ended(summary: RequestSummary): void;
}

/** A request whose address was understood. */
export interface Call<R extends Route = Route> {
  readonly context: ServerContext;
  readonly route: R;
  readonly query: Pairs;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly request: Sender;
  /** The token of who asks where the program that opened the data asks itself and proves nothing; null for all others. */
  readonly vouched: string | null;
  /** The request target as sent, one character a byte. */
  readonly target: string;
  /** Every `scheme://host` the client may mean; the first is used for addresses in answers. */
  readonly origins: readonly [string, ...string[]];
  /** The bytes of the body; asking for them tells a client that waits for it to go on. Once only. */
  readonly body: () => AsyncIterable<Uint8Array>;
  /** All of the body where it is small and here already, which then is not asked for any more; else null. */
  readonly arrived: () => Uint8Array | null;
  /** Whatever is to be let go when the request is over. */
  readonly atEnd: (() => void)[];
}

/** A request of somebody who proved who they are. */
export interface SignedCall<R extends Route = Route> extends Call<R> {
  readonly bearer: Bearer;
  /** Runs a change as one transaction, which also remembers the request so that an exact repeat is refused. */
  readonly write: <T>(work: (tx: Tx) => Work<T>) => Promise<T>;
}

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  /** Text goes out along with the headers, in one piece. */
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}
