import type { Dispatcher } from 'undici';
import { createClient } from './http/client.ts';
import type { ClientOptions, HttpClient } from './http/client.ts';
import { createNetworkCarrier } from './http/network-carrier.ts';
import type { Timeouts } from './http/network-carrier.ts';

export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, headers: 60_000, body: 60_000 };

export interface HttpClientOptions extends ClientOptions {
  /** The Unix socket that leads to the server, whatever the bases say. */
  readonly socketPath?: string | undefined;
  /** Used in place of an own agent, and then not closed by `close`. */
  readonly dispatcher?: Dispatcher | undefined;
  readonly timeouts?: Partial<Timeouts> | undefined;
}

/** Makes the client of a server that HTTP leads to; nothing is opened before the first request. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { socketPath, dispatcher } = options;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  return createClient(options, createNetworkCarrier({ socketPath, dispatcher, timeouts }));
}

/** Does something with a client of its own, and closes that whatever comes of it. */
export async function withHttpClient<T>(
  options: HttpClientOptions,
  act: (client: HttpClient) => Promise<T>,
): Promise<T> {
  const client = createHttpClient(options);
  try {
    return await act(client);
  } finally {
    await client.close();
  }
}
