import type { IncomingMessage, ServerResponse } from 'node:http';
import { release } from '../blobs/release.ts';
import type { Answer } from './call.ts';
import { isPiped } from './raw-targets.ts';

/** Writes an answer out and resolves when it is gone; rejects when the connection or the content breaks. */
export async function send(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { status, headers, body }: Answer,
): Promise<void> {
  // A client of 2012 compares the phrase letter by letter (protocol §1.5).
  if (status === 401) response.statusMessage = 'UNAUTHORIZED';
  response.writeHead(status, headers as Record<string, string | number>);
  const isBare = request.method === 'HEAD';
  if (typeof body === 'string' || body instanceof Uint8Array || isBare) {
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

/** Writes a stream out chunk by chunk, each once the one before has left, and gives their memory back. */
async function stream(
  body: AsyncIterable<Uint8Array>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = Promise.withResolvers<never>();
  // Heard only while a chunk is on its way.
  gone.promise.catch(() => {});
  const onClose = (): void => gone.reject(new Error('the client is gone'));
  request.socket.once('close', onClose);
  if (request.socket.destroyed) onClose();
  try {
    for await (const chunk of body) {
      await Promise.race([write(response, chunk), gone.promise]);
      if (!isPiped(request.socket)) release(chunk);
    }
    response.end();
    await untilGone(request, response);
  } finally {
    request.socket.off('close', onClose);
  }
}

async function write(response: ServerResponse, chunk: Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}
