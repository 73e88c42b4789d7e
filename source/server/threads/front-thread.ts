// One of the threads that answer requests.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { isAppError } from '../../domain/app-error.ts';
import { createLog } from '../create-log.ts';
import { openDataDirectory } from '../data-directory.ts';
import type { Stores } from '../data-directory.ts';
import { createFront, drain } from '../front.ts';
import { createUserLimits } from '../http/user-limits.ts';
import { startListening } from '../listen.ts';
import type { Metrics } from '../operations/metrics.ts';
import { createPasswords } from '../sso/passwords.ts';
import type { ThreadData, ThreadMessage, ThreadOrder } from './protocol.ts';
import { createTurns } from './turns.ts';

if (parentPort !== null) await run(parentPort, workerData as ThreadData);

async function run(port: MessagePort, options: ThreadData): Promise<void> {
  const say = (message: ThreadMessage): void => port.postMessage(message);
  const { dataDir, cells, hasMetrics } = options;
  const data = await openDataDirectory(dataDir, { turns: createTurns(cells), verified: cells.verified });
  try {
    const metrics = hasMetrics ? (await import('../operations/metrics.ts')).createMetrics({ isThread: true }) : null;
    const server = await createServer(data, options, metrics);
    const { listen, tls } = options;
    const address = await startListening(server, listen, { scheme: tls === null ? 'http' : 'https', isShared: true });
    port.on('message', (order: ThreadOrder) => {
      if (order.type === 'close') void end(port, server, data);
      else void metrics?.counts().then((counts) => say({ type: 'counts', id: order.id, counts }));
    });
    say({ type: 'ready', address, port: (server.address() as AddressInfo).port });
  } catch (error) {
    await data.close();
    if (!isAppError(error)) throw error;
    say({ type: 'failed', code: error.code, message: error.message });
  }
}

async function createServer(data: Stores, options: ThreadData, metrics: Metrics | null): Promise<Server> {
  const { settings, timeouts, tls, cells, logLevel } = options;
  return await createFront({
    data,
    settings,
    timeouts,
    tls,
    log: createLog({ file: null, level: logLevel }),
    now: Date.now,
    observer: metrics?.observer ?? null,
    passwords: createPasswords(cells.passwords),
    limits: createUserLimits(settings.requestsPerUser, cells.users),
  });
}

async function end(port: MessagePort, server: Server, data: Stores): Promise<void> {
  await drain(server);
  await data.close();
  port.close();
}
