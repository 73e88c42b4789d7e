import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { readSendQueues } from './send-queue.ts';

/** Milliseconds between two looks. */
const EVERY = 250;
/** Where a look itself takes long (very many connections), it is taken this many times its duration later. */
const REST = 20;
/** The HTTP library tells here of each request as its head goes out, and over which connection. */
const HEAD_GOES_OUT = 'undici:client:sendHeaders';

/** Sees what of the bodies that go out has not arrived yet. */
export interface SentWatch {
  /**
   * Watches a body from the moment its request goes out over TCP: `onUnsent` is told at once, and some times a second, how many
   * bytes that were taken from it are not confirmed by the other end. Never told where the system does not say. Answers
   * what ends it.
   */
  watch(body: object, onUnsent: (bytes: number) => void): () => void;
}

interface Watched {
  readonly onUnsent: (bytes: number) => void;
  socket: Socket | null;
}

/**
 * Bytes that wait to be taken by the system. Node tells openly how many there are in writes that have not ended, and only to itself how many of
 * those are left, which makes a difference for a large write on a slow line.
 */
function waitingIn(socket: Socket): number {
  const { _handle: handle } = socket as { readonly _handle?: { readonly writeQueueSize?: unknown } | null };
  const left = handle?.writeQueueSize;
  return typeof left === 'number' ? Math.min(left, socket.writableLength) : socket.writableLength;
}

/** Looks only while something is watched; it does not keep the program from ending. */
export function createSentWatch(platform = process.platform): SentWatch {
  const bodies = new Map<object, Watched>();
  let timer: NodeJS.Timeout | null = null;

  const onHead = (message: unknown): void => {
    const { request, socket } = message as { readonly request: { readonly body: object }; readonly socket: Socket };
    const watched = bodies.get(request.body);
    if (watched === undefined || socket.remoteFamily === undefined) return;
    watched.socket = socket;
    watched.onUnsent(0);
    timer ??= setTimeout(() => void look(), EVERY).unref();
  };

  const look = async (): Promise<void> => {
    const start = performance.now();
    const open = [...bodies.values()].flatMap(({ socket, onUnsent }) =>
      socket === null ? [] : [{ socket, onUnsent }],
    );
    const queues = await readSendQueues(new Set(open.map(({ socket }) => socket.remoteFamily ?? ''))).catch(() => null);
    for (const { socket, onUnsent } of open) onUnsent(waitingIn(socket) + (queues?.(socket) ?? 0));
    const rest = Math.max(EVERY, (performance.now() - start) * REST);
    timer = bodies.size === 0 ? null : setTimeout(() => void look(), rest).unref();
  };

  return {
    watch(body, onUnsent) {
      if (platform !== 'linux') return () => undefined;
      if (bodies.size === 0) subscribe(HEAD_GOES_OUT, onHead);
      bodies.set(body, { onUnsent, socket: null });
      return () => {
        if (bodies.delete(body) && bodies.size === 0) unsubscribe(HEAD_GOES_OUT, onHead);
      };
    },
  };
}
