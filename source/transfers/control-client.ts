import { connect, type Socket } from 'node:net';
import { AppError } from '../domain/app-error.ts';
import type { Job, TransferCommand } from '../domain/transfer.ts';
import { messageOf, toLine } from './control-wire.ts';
import { readLines } from './read-lines.ts';

/** The jobs of another program, live. */
export interface RemoteJobs {
  /** As they are now, in the order they were told of. */
  jobs(): readonly Job[];
  /** Hears each change. Answers the function that ends the subscription. */
  subscribe(listener: (job: Job) => void): () => void;
  perform(command: TransferCommand): void;
  /** Resolves when the other program goes, or after `close`. */
  readonly closed: Promise<void>;
  close(): void;
}

/**
 * Connects to the jobs of another program and waits until all of them are told; one that is stopped (Ctrl-Z) listens and
 * tells nothing until it goes on.
 * @param signal gives up waiting
 * @throws AppError `unreachable` when no program listens there, or none told its jobs before the signal
 */
export async function connectToJobs(socketPath: string, signal?: AbortSignal): Promise<RemoteJobs> {
  const socket = connect(socketPath);
  const jobs = new Map<string, Job>();
  const listeners = new Set<(job: Job) => void>();
  const ready = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  socket
    .on('error', () => undefined)
    .on('close', () => {
      ready.reject(new AppError('unreachable', 'The program with these jobs has gone', { path: socketPath }));
      closed.resolve();
    });
  readLines(socket, (line) => {
    const message = messageOf(line);
    if (message?.type === 'ready') ready.resolve();
    if (message?.type !== 'job') return;
    jobs.set(message.job.spec.id, message.job);
    for (const listener of listeners) listener(message.job);
  });
  const giveUp = (): void => void socket.destroy();
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    await ready.promise;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  return {
    jobs: () => [...jobs.values()],
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    perform: (command) => void socket.write(toLine(command)),
    closed: closed.promise,
    close: () => socket.end(),
  };
}

/** True when some program listens there. */
export async function isListening(socketPath: string): Promise<boolean> {
  const socket: Socket = connect(socketPath);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  const answer = await promise;
  socket.destroy();
  return answer;
}
