import type { IncomingMessage } from 'node:http';
import type { Pairs } from '../../protocol/target.ts';
import type { Answer, ServerContext } from '../http/call.ts';
import type { Visitor } from '../rules/accounts/sessions.ts';
import type { Cookie } from './cookies.ts';
import type { Notice } from './notice.ts';

/** A request for the web page. */
export interface PageCall {
  readonly context: ServerContext;
  readonly request: IncomingMessage;
  readonly method: string;
  /** What follows the page's own part of the address: a path that begins with its volume; empty where there is none. */
  readonly path: string;
  readonly query: Pairs;
  /** `https://host` as the browser sees it, for public addresses. */
  readonly origins: readonly [string, ...string[]];
  /** True over TLS, here or at a proxy in front. */
  readonly isSecure: boolean;
  /** Names this browser to the server; null before it was given a name. */
  readonly browser: string | null;
  /** What the last act came to; shown once. */
  readonly notice: Notice | null;
  readonly setCookie: (cookie: Cookie) => void;
  /** The bytes of the body, once only. */
  readonly body: () => AsyncIterable<Uint8Array>;
}

/** A request of somebody who is signed in. */
export interface Visit extends PageCall, Visitor {
  /** What every form carries, so that no other site can send one. */
  readonly token: string;
}

/** A form that was sent with a good token. */
export interface FormVisit extends Visit {
  readonly fields: Pairs;
}

/** A page for anyone, the sign-in form. */
export type OpenHandler = (call: PageCall) => Promise<Answer>;
export type ViewHandler = (visit: Visit) => Promise<Answer>;
export type FormHandler = (visit: FormVisit) => Promise<Answer>;

/** True when the browser left before it had sent all: nobody is there to be answered. */
export function isGone({ destroyed, complete }: Pick<IncomingMessage, 'destroyed' | 'complete'>): boolean {
  return destroyed && !complete;
}
