import { connect as connectPlain, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSafely, type ConnectionOptions } from 'node:tls';
import { AppError } from '../../domain/app-error.ts';
import { bodyLength, LONGEST_HEAD, readHead, type AnswerHead } from './answer-head.ts';
import { BlockRing } from './block-ring.ts';
import type { StreamAnswer } from './wire-request.ts';

/** One GET of something large. */
export interface BulkRequest {
  /** `http://host:port` or `https://…`. */
  readonly origin: string;
  /** Escaped path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

export interface BulkLineOptions {
  readonly socketPath: string | undefined;
  /** Milliseconds, as of the client. */
  readonly timeouts: { readonly connect: number; readonly headers: number; readonly body: number };
}

/** GETs of large bodies, each over a connection of its own. */
export interface BulkLine {
  /**
   * The answer; null where its body has no plain length: then it is asked for again in the usual way. Chunks of the body
   * are reused (`ReadOptions.mayReuse`). Rejects with the error of the system, or the signal's reason.
   */
  get(request: BulkRequest): Promise<StreamAnswer | null>;
  close(): void;
}

/**
 * The library hands a body on in pieces of 64 KiB, each copied once and passed through a parser: half of the processor
 * time of a download. Here the system writes into blocks that go to the disk as they are.
 */
export function createBulkLine({ socketPath, timeouts }: BulkLineOptions): BulkLine {
  const open = new Set<BulkAnswer>();
  return {
    async get(request) {
      request.signal?.throwIfAborted();
      const answer = new BulkAnswer(request, { socketPath, timeouts });
      open.add(answer);
      answer.socket.once('close', () => open.delete(answer));
      const head = await answer.head();
      const length = bodyLength(head);
      if (length === null) {
        answer.destroy();
        return null;
      }
      const { status, header } = head;
      return { status, header, body: answer.body(length), cancel: () => answer.destroy() };
    },
    close: () => open.forEach((answer) => answer.destroy()),
  };
}

class BulkAnswer {
  readonly socket: Socket;
  readonly #request: BulkRequest;
  readonly #timeouts: BulkLineOptions['timeouts'];
  readonly #ring = new BlockRing();
  /** Resolves when there is news: bytes, the end, a failure. */
  #news = Promise.withResolvers<void>();
  #isPaused = false;
  #hasEnded = false;
  #failure: Error | null = null;

  constructor(request: BulkRequest, { socketPath, timeouts }: BulkLineOptions) {
    this.#request = request;
    this.#timeouts = timeouts;
    const onread = { buffer: () => this.#ring.room, callback: (count: number) => this.#onBytes(count) };
    this.socket = openSocket(request.origin, socketPath, onread);
    const { socket } = this;
    const abort = (): void => void socket.destroy(request.signal?.reason as Error);
    request.signal?.addEventListener('abort', abort, { once: true });
    socket
      .setTimeout(timeouts.connect)
      .on('timeout', () => this.#onTimeout())
      .once(socketPath === undefined && request.origin.startsWith('https:') ? 'secureConnect' : 'connect', () =>
        this.#ask(),
      )
      .on('end', () => this.#onEnd(null))
      .on('error', (error) => this.#onEnd(error))
      .on('close', () => {
        request.signal?.removeEventListener('abort', abort);
        this.#onEnd(null);
      });
  }

  async head(): Promise<AnswerHead> {
    for (;;) {
      const head = readHead(this.#ring.start);
      const isTooLong = head === null && this.#ring.start.length > LONGEST_HEAD;
      if (head === 'invalid' || isTooLong) {
        this.destroy();
        throw new AppError('bad-answer', `${new URL(this.#request.origin).host} does not speak HTTP`);
      }
      if (head !== null) {
        this.socket.setTimeout(this.#timeouts.body);
        this.#ring.skip(head.length);
        return head;
      }
      await this.#wait();
    }
  }

  async *body(length: number): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let left = length; left > 0;) {
        const chunk = this.#ring.next();
        if (chunk === null) {
          await this.#wait();
          continue;
        }
        // What comes after the end is none of this answer.
        yield chunk.length > left ? chunk.subarray(0, left) : chunk;
        left -= chunk.length;
        this.#goOn();
      }
    } finally {
      this.destroy();
    }
  }

  destroy(): void {
    this.socket.destroy();
  }

  #ask(): void {
    const { target, origin, headers } = this.#request;
    const lines = Object.entries({ host: new URL(origin).host, connection: 'close', ...headers });
    const head = [`GET ${target} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`)];
    if (head.some((line) => /[\r\n]/.test(line))) throw new Error('a header holds the end of a line');
    this.socket.setTimeout(this.#timeouts.headers);
    this.socket.write(`${head.join('\r\n')}\r\n\r\n`, 'latin1');
  }

  /** False stops the reading. */
  #onBytes(count: number): boolean {
    this.#ring.added(count);
    this.#tell();
    this.#isPaused = !this.#ring.hasRoom;
    return !this.#isPaused;
  }

  #goOn(): void {
    if (!this.#isPaused || !this.#ring.hasRoom) return;
    this.#isPaused = false;
    // Its silence counts from here on.
    this.socket.setTimeout(this.#timeouts.body).resume();
  }

  /** A reader that is slow is no line that is. */
  #onTimeout(): void {
    if (this.#isPaused) this.socket.setTimeout(this.#timeouts.body);
    else this.socket.destroy(Object.assign(new Error('no sign of life'), { code: 'ETIMEDOUT' }));
  }

  #onEnd(error: Error | null): void {
    this.#failure ??= error;
    this.#hasEnded = true;
    this.#tell();
  }

  #tell(): void {
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }

  /** Waits for news; rejects once there can be none any more. */
  async #wait(): Promise<void> {
    if (this.#hasEnded) {
      throw this.#failure ?? Object.assign(new Error('it ended too early'), { code: 'ECONNRESET' });
    }
    await this.#news.promise;
  }
}

function openSocket(origin: string, socketPath: string | undefined, onread: OnReadOpts): Socket {
  if (socketPath !== undefined) return connectPlain({ path: socketPath, onread });
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  if (protocol !== 'https:') return connectPlain({ host, port: Number(port) || 80, onread });
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  const options = { host, port: Number(port) || 443, servername, ALPNProtocols: ['http/1.1'], onread };
  // The types do not know that it hands `onread` on as a plain connection does.
  return connectSafely(options as ConnectionOptions);
}
