import type { Socket } from 'node:net';
import type { Job, TransferCommand } from '../domain/transfer.ts';
import { commandOf, toLine, type ControlMessage } from './control-wire.ts';
import { readLines } from './read-lines.ts';

/** Bytes a listener may lag behind before it is told less. */
const MOST_BEHIND = 1024 * 1024;

/** What can be steered from elsewhere. */
export interface Steerable {
  jobs(): readonly Job[];
  subscribe(listener: (job: Job) => void): () => void;
  perform(command: TransferCommand): void;
}

/**
 * Lets another program of this user see and steer jobs: the connection is told of all jobs, then of every change, and
 * what it sends is done as if the person had done it here.
 */
export function serveControl(socket: Socket, engine: Steerable): void {
  const tell = (message: ControlMessage): void => void socket.write(toLine(message));
  for (const job of engine.jobs()) tell({ type: 'job', job });
  tell({ type: 'ready' });
  const unsubscribe = engine.subscribe((job) => {
    const isPassing = job.state === 'running' && socket.writableLength > MOST_BEHIND;
    if (!isPassing) tell({ type: 'job', job });
  });
  socket.on('close', unsubscribe);
  readLines(socket, (line) => {
    const command = commandOf(line);
    if (command === null) socket.destroy();
    else perform(engine, command, tell);
  });
}

function perform(engine: Steerable, command: TransferCommand, tell: (message: ControlMessage) => void): void {
  try {
    engine.perform(command);
  } catch (error) {
    tell({ type: 'refused', reason: error instanceof Error ? error.message : String(error) });
  }
}
