import type { IncomingMessage, ServerResponse } from 'node:http';
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
    await untilGone(request, response);
  } else {
    await stream(body, request, response);
  }
  // What is left of a body that was refused: many old clients read the answer only once all is sent.
  if (!request.complete) request.resume();
}

/**
 * Resolves when the answer is out or nobody is there to take it. The connection has to be watched itself: an answer that
 * waits behind another on the same connection hears nothing when that is gone.
 */
async function untilGone({ socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (socket.destroyed || response.writableFinished) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off('close', done);
      resolve();
    };
    socket.once('close', done);
    response.once('finish', done);
  });
}

async function stream(body: Answer['body'], { socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  const abort = (): void => gone.abort();
  if (socket.destroyed) abort();
  socket.once('close', abort);
  const source = body instanceof Readable ? body : Readable.from(body, { objectMode: false });
  try {
    await pipeline(source, response, { signal: gone.signal });
  } finally {
    // A pipeline into a response that is gone already does not touch its source, and that holds a file open.
    source.destroy();
    socket.off('close', abort);
  }
}
