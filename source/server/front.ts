import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Stores } from './data-directory.ts';
import type { Observer } from './http/call.ts';
import { createContentTypes } from './http/content-types.ts';
import { createHttpServer } from './http/server.ts';
import type { HttpOptions } from './http/server.ts';
import type { UserLimits } from './http/user-limits.ts';
import type { Log } from './log.ts';
import { registerPage } from './page/register-page.ts';
import type { ServerSettings } from './settings.ts';
import type { Passwords } from './sso/passwords.ts';

/** Milliseconds. */
const LONGEST_DRAIN = 30_000;

export interface FrontOptions extends Pick<HttpOptions, 'tls' | 'timeouts'> {
  readonly data: Stores;
  readonly settings: ServerSettings;
  readonly log: Log;
  readonly now: () => number;
  readonly observer: Observer | null;
  readonly passwords: Passwords;
  readonly limits: UserLimits;
}

/** What answers the requests on some data, not listening yet. */
export async function createFront({ data, tls, timeouts, ...parts }: FrontOptions): Promise<Server> {
  const { metadata, blobs } = data;
  const context = { metadata, blobs, contentTypes: createContentTypes(), ...parts };
  return await createHttpServer(context, { page: registerPage, tls, timeouts });
}

/** Lets running requests come to their end, but not for ever; connections that are kept for more are closed. */
export async function drain(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => server.closeAllConnections(), LONGEST_DRAIN);
  await closed;
  clearInterval(idle);
  clearTimeout(patience);
}
