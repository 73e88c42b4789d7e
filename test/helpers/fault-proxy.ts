import { createServer, connect, type NetConnectOpts, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What the line does to the bytes that pass; each may be changed while they flow. */
export interface Faults {
  /** Milliseconds that every byte waits, each way. */
  latency: number;
  /** Bytes a second, each way of each connection; null for as fast as it goes. */
  throttle: number | null;
  /** The line breaks after so many more bytes, counted over both ways and all connections; null for never. */
  cutAfter: number | null;
  /** How it breaks: with a reset, by an end of one way with the other still open, or by saying nothing any more. */
  cut: 'reset' | 'half-close' | 'black-hole';
  /** New connections: taken, reset at once, or taken and never answered. */
  accept: 'yes' | 'reset' | 'black-hole';
}

export interface FaultProxy {
  /** Where to connect to. */
  readonly port: number;
  readonly url: string;
  readonly faults: Faults;
  /** Bytes passed on, both ways. */
  readonly passed: number;
  /** Connections made so far. */
  readonly connections: number;
  /** Breaks all lines that are open, at once. */
  resetAll(): void;
  close(): Promise<void>;
}

export const NO_FAULTS: Faults = { latency: 0, throttle: null, cutAfter: null, cut: 'reset', accept: 'yes' };

/** A line to a real server that can be made bad: it sits between a client and any TCP port or Unix socket. */
export async function startFaultProxy(upstream: NetConnectOpts): Promise<FaultProxy> {
  const state = { passed: 0, connections: 0 };
  const faults: Faults = { ...NO_FAULTS };
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    state.connections += 1;
    open.add(client);
    client.on('close', () => open.delete(client)).on('error', () => undefined);
    if (faults.accept === 'reset') return void client.resetAndDestroy();
    if (faults.accept === 'black-hole') return;
    const remote = connect({ ...upstream, allowHalfOpen: true });
    open.add(remote);
    remote.on('close', () => open.delete(remote)).on('error', () => client.destroy());
    client.on('error', () => remote.destroy());
    pass(client, remote, faults, state);
    pass(remote, client, faults, state);
  });
  const port = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    faults,
    get passed() {
      return state.passed;
    },
    get connections() {
      return state.connections;
    },
    resetAll: () => open.forEach((socket) => socket.resetAndDestroy()),
    close: async () => {
      open.forEach((socket) => socket.destroy());
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Hands the bytes of one way on, in order, each after its wait. */
function pass(from: Socket, to: Socket, faults: Faults, state: { passed: number }): void {
  const line = new Line(faults, () => {
    if (!to.writableNeedDrain && line.length < MOST_WAITING) from.resume();
  });
  let isLost = false;
  from.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE);
      line.push(piece.length, () => {
        if (!isLost) isLost = !send(piece, from, to, faults, state);
      });
    }
    if (line.length >= MOST_WAITING || to.writableNeedDrain) from.pause();
  });
  to.on('drain', () => from.resume());
  from.on('end', () =>
    line.push(0, () => {
      if (!isLost) to.end();
    }),
  );
  from.on('close', () => {
    // What is on its way arrives; then this way is over.
    if (from.errored !== null) to.destroy();
  });
}

/** What is under way in one direction: each piece comes out after its wait, and none before the one ahead of it. */
class Line {
  readonly #faults: Faults;
  readonly #onShorter: () => void;
  readonly #pieces: { readonly dueAt: number; readonly arrive: () => void }[] = [];
  #freeAt = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(faults: Faults, onShorter: () => void) {
    this.#faults = faults;
    this.#onShorter = onShorter;
  }

  get length(): number {
    return this.#pieces.length;
  }

  push(bytes: number, arrive: () => void): void {
    const { throttle, latency } = this.#faults;
    const duration = throttle === null ? 0 : (bytes * 1000) / throttle;
    this.#freeAt = Math.max(this.#freeAt, performance.now()) + duration;
    this.#pieces.push({ dueAt: this.#freeAt + latency, arrive });
    if (this.#timer === null) this.#deliver();
  }

  #deliver(): void {
    this.#timer = null;
    for (let next = this.#pieces[0]; next !== undefined; next = this.#pieces[0]) {
      const wait = next.dueAt - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#deliver(), wait);
        break;
      }
      this.#pieces.shift();
      next.arrive();
    }
    this.#onShorter();
  }
}

/** Pieces small enough that a slow line has a steady flow. */
const PIECE = 16 * 1024;
/** Pieces under way before the sender feels it: some megabytes, as a long line holds. */
const MOST_WAITING = 512;

/** False when the line broke with this piece. */
function send(piece: Buffer, from: Socket, to: Socket, faults: Faults, state: { passed: number }): boolean {
  const left = faults.cutAfter;
  const bytes = left === null ? piece : piece.subarray(0, left);
  if (bytes.length > 0) to.write(bytes);
  state.passed += bytes.length;
  if (left === null) return true;
  faults.cutAfter = left - bytes.length;
  if (bytes.length === piece.length && faults.cutAfter > 0) return true;
  // The next line is a good one unless it is told to break again.
  faults.cutAfter = null;
  if (faults.cut === 'half-close') to.end();
  if (faults.cut === 'reset') {
    to.resetAndDestroy();
    from.resetAndDestroy();
  }
  return false;
}
