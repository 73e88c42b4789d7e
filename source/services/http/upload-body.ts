import { AppError } from '../../domain/app-error.ts';
import { gather } from '../../domain/in-one-piece.ts';
import { PieceSize } from './piece-size.ts';
import { SentCount } from './sent-count.ts';

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
  /** All of it in one piece that nobody else writes to; null where it is to be had from `open`. */
  whole?(signal: AbortSignal | undefined): Promise<Uint8Array | null>;
  /** Told how many bytes of this try have gone: those that the other end has confirmed, where the system tells. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** A body for one try, and what went wrong at its source, which the HTTP library might wrap. */
export interface OpenedBody {
  readonly stream: AsyncIterable<Uint8Array>;
  /** All of it, where it is small; in the place of the stream. */
  readonly whole: () => Promise<Uint8Array>;
  readonly fault: () => unknown;
  /** To be told how many of the bytes that were taken are known not to have arrived yet. */
  readonly unsent: (bytes: number) => void;
  /** To be told that all that was taken has arrived. */
  readonly arrived: () => void;
}

/**
 * Opens a body for one try. The source may reuse its chunks (`ContentSource.open`) while the socket still holds them, so
 * small ones are copied. A source that gives more or fewer bytes than it said is `changed`.
 */
export function openBody(body: UploadBody, signal: AbortSignal | undefined): OpenedBody {
  let fault: unknown = null;
  const sent = new SentCount(body.onSent);
  return {
    stream: guarded(),
    whole: async () => {
      try {
        return (await wholeOf(body, signal, sent)) ?? (await gather(guarded()));
      } catch (error) {
        fault = error;
        throw error;
      }
    },
    fault: () => fault,
    unsent: (bytes) => sent.unsent(bytes),
    arrived: () => sent.arrived(),
  };

  async function* guarded(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* counted(body, signal, sent);
    } catch (error) {
      fault = error;
      throw error;
    }
  }
}

/** Null where the body does not come in one piece. */
async function wholeOf(body: UploadBody, signal: AbortSignal | undefined, sent: SentCount): Promise<Uint8Array | null> {
  const bytes = (await body.whole?.(signal)) ?? null;
  if (bytes === null) return null;
  signal?.throwIfAborted();
  checkSize(body, bytes.byteLength);
  sent.hands(bytes.byteLength);
  sent.taken(bytes.byteLength);
  return bytes;
}

function checkSize({ size }: UploadBody, taken: number): void {
  if (size === null || taken === size) return;
  throw new AppError('changed', `The file ${taken > size ? 'grew' : 'shrank'} while it was sent`);
}

/**
 * One chunk is always held back until the next one or the end is there: a body that turns out wrong at its end is then
 * not whole for the server either, and is dropped there.
 */
async function* counted(
  body: UploadBody,
  signal: AbortSignal | undefined,
  sent: SentCount,
): AsyncGenerator<Uint8Array, void, undefined> {
  const size = new PieceSize();
  let taken = 0;
  let held: Uint8Array | null = null;
  for await (const chunk of body.open(signal)) {
    for (let at = 0; at < chunk.byteLength;) {
      signal?.throwIfAborted();
      const piece: Uint8Array = chunk.subarray(at, at + size.bytes);
      at += piece.byteLength;
      taken += piece.byteLength;
      if (body.size !== null && taken > body.size) checkSize(body, taken);
      if (held !== null) {
        const start = performance.now();
        sent.hands(held.byteLength);
        yield held;
        sent.taken(held.byteLength);
        size.took(performance.now() - start);
      }
      held = piece.byteLength < KEPT_BELOW ? Buffer.from(piece) : piece;
    }
  }
  checkSize(body, taken);
  if (held === null) return;
  sent.hands(held.byteLength);
  yield held;
  sent.taken(held.byteLength);
}
