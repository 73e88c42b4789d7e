import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Stores } from '../data-directory.ts';
import { startListening } from '../listen.ts';
import type { Listen } from '../listen.ts';
import { checkHealth } from './health.ts';
import type { Metrics } from './metrics.ts';

interface OperationsOptions {
  readonly data: Stores;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
}

/** `/metrics` and `/healthz`, for a listener of their own that no user reaches. */
export async function startOperationsServer(
  { data, metrics }: OperationsOptions,
  listen: Listen,
): Promise<{ address: string; close: () => Promise<void> }> {
  const server = createOperationsServer({ data, metrics });
  const address = await startListening(server, listen, { scheme: 'http' });
  return { address, close: async () => void server.close() };
}

function createOperationsServer({ data, metrics }: OperationsOptions): Server {
  return createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answer = path === '/metrics' ? answerMetrics(metrics) : path === '/healthz' ? answerHealth(data) : notFound();
    answer
      .then((each) => send(response, each))
      .catch(() => send(response, { status: 500, type: 'text/plain', body: '' }));
  });
}

interface Plain {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

async function answerMetrics(metrics: OperationsOptions['metrics']): Promise<Plain> {
  return { status: 200, type: metrics.contentType, body: await metrics.text() };
}

async function answerHealth(data: Stores): Promise<Plain> {
  const { isHealthy, parts } = await checkHealth(data);
  const body = JSON.stringify({ status: isHealthy ? 'ok' : 'failing', ...parts });
  return { status: isHealthy ? 200 : 503, type: 'application/json', body };
}

async function notFound(): Promise<Plain> {
  return { status: 404, type: 'text/plain', body: 'not found\n' };
}

function send(response: ServerResponse, { status, type, body }: Plain): void {
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
