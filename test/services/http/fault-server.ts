import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { RequestRecord } from '../../../source/domain/request-record.ts';
import { createHttpClient } from '../../../source/services/http-client.ts';
import type { HttpClientOptions } from '../../../source/services/http-client.ts';
import type { HttpClient } from '../../../source/services/http/client.ts';

export const CREDENTIALS = { consumerKey: 'ck', consumerSecret: 'cs', token: 'tk', tokenSecret: 'ts' };

/** A real server on loopback that answers each request with the next of these; the last one stays. */
export async function serve(
  ...answers: readonly RequestListener[]
): Promise<{ url: string; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Answers with a status, a body and headers, after the request's body was read. */
export function reply(status: number, body: unknown = null, headers: Record<string, string> = {}): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    request.resume().on('end', () => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  };
}

/** A client without patience, and all records it told. */
export function clientOf(
  url: string,
  options: Partial<HttpClientOptions> = {},
): { client: HttpClient; records: RequestRecord[] } {
  const records: RequestRecord[] = [];
  const client = createHttpClient({
    bases: { api: url, content: url, sso: url },
    credentials: CREDENTIALS,
    retry: { firstDelay: 1, maxTries: 3 },
    observe: (record) => records.push(record),
    ...options,
  });
  onTestFinished(() => client.close());
  return { client, records };
}
