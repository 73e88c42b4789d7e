import { AppError } from '../../domain/app-error.ts';

/** A chunk this large makes the socket wait until it is gone; a smaller one may be kept and is copied. */
const KEPT_BELOW = 64 * 1024;

/** Content on its way out. It is opened anew for each try. */
export interface UploadBody {
  /** Bytes; null sends it in chunks. */
  readonly size: number | null;
  readonly contentType: string;
  /** False when `open` works once only. */
  readonly canReopen: boolean;
  open(signal: AbortSignal | undefined): AsyncIterable<Uint8Array>;
}

/** A body for one try, and what went wrong at its source, which the HTTP library might wrap. */
export interface OpenedBody {
  readonly stream: AsyncIterable<Uint8Array>;
  readonly fault: () => unknown;
}

/**
 * Opens a body for one try. The source may reuse its chunks (`ContentSource.open`) while the socket still holds them, so
 * small ones are copied. A source that gives more or fewer bytes than it said is `changed`.
 */
export function openBody(body: UploadBody, signal: AbortSignal | undefined): OpenedBody {
  let fault: unknown = null;
  return { stream: guarded(), fault: () => fault };

  async function* guarded(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* counted(body, signal);
    } catch (error) {
      fault = error;
      throw error;
    }
  }
}

/**
 * One chunk is always held back until the next one or the end is there: a body that turns out wrong at its end is then
 * not whole for the server either, and is dropped there.
 */
async function* counted(
  body: UploadBody,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let taken = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of body.open(signal)) {
    signal?.throwIfAborted();
    if (chunk.byteLength === 0) continue;
    taken += chunk.byteLength;
    if (body.size !== null && taken > body.size) throw new AppError('changed', 'The file grew while it was sent');
    if (held !== null) yield held;
    held = chunk.byteLength < KEPT_BELOW ? Buffer.from(chunk) : chunk;
  }
  if (body.size !== null && taken < body.size) throw new AppError('changed', 'The file shrank while it was sent');
  if (held !== null) yield held;
}
