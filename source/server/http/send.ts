import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Answer } from './call.ts';

/** Writes an answer out and resolves when it is gone; rejects when the connection or the content breaks. */
export async function send(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { status, headers, body }: Answer,
): Promise<void> {
  // A client of 2012 compares the phrase letter by letter (protocol §1.5).
  if (status === 401) response.statusMessage = 'UNAUTHORIZED';
  response.writeHead(status, { ...headers });
  const isBare = request.method === 'HEAD';
  if (body instanceof Uint8Array || isBare) {
    response.end(isBare ? undefined : body);
    if (!response.writableFinished) await once(response, 'close');
  } else {
    await pipeline(body instanceof Readable ? body : Readable.from(body, { objectMode: false }), response);
  }
  // What is left of a body that was refused: many old clients read the answer only once all is sent.
  if (!request.complete) request.resume();
}
