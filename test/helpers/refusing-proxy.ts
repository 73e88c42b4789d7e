import { createServer, request as ask, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is answered in place of the server behind. */
export interface Refusal {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders | undefined;
  readonly body?: string;
}

export interface RefusingProxy {
  readonly url: string;
  /** Asked of each request; null lets it through to the server, `silence` takes it in and never answers. */
  refuse: (request: IncomingMessage) => Refusal | 'silence' | null;
  close(): Promise<void>;
}

/** A load balancer before a real server that refuses some of the requests by itself, and hands the others on as they are. */
export async function startRefusingProxy(upstream: string): Promise<RefusingProxy> {
  const { hostname, port } = new URL(upstream);
  const server = createServer((request, response) => {
    const refusal = proxy.refuse(request);
    if (refusal !== null) {
      // Read to its end, so that the connection can be used again.
      request.resume();
      if (refusal === 'silence') return;
      request.on('end', () => response.writeHead(refusal.status, refusal.headers).end(refusal.body));
      return;
    }
    const { method, url: path, headers } = request;
    const onward = ask({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: RefusingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: () => null,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
