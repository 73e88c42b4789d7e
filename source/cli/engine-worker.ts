import { parentPort, workerData } from 'node:worker_threads';
import { letScreenFirst } from './thread/let-screen-first.ts';
import { serveThread } from './thread/serve-thread.ts';
import type { ThreadStart } from './thread/messages.ts';

// The entry of the thread that does the network and the copying, so that neither ever holds up a key.
if (parentPort === null) throw new Error('engine-worker runs as a worker thread alone');
// Before the thread of the embedded cloud is started, which takes after this one.
letScreenFirst();
serveThread(parentPort, workerData as ThreadStart);
