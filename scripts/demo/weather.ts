import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Transform } from 'node:stream';

/** Milliseconds for the program to ask its cloud something. */
const PATIENCE = 30_000;

/** What the way to the server does to the next request. */
export type Weather = 'fine' | 'busy' | 'broken';

export interface Way {
  /** Resolves when the program's cloud is reached by it. */
  readonly isOpen: Promise<void>;
  /** The next requests, so many, meet this; those after them fine weather. */
  turn(weather: Weather, requests: number): void;
  close(): void;
}

/**
 * Puts itself between the program and its embedded cloud: takes the place of the socket that the cloud makes in this folder, and
 * hands everything on to it, slowly. The cloud is the real one; a busy or a broken gateway is all that is played.
 */
export function openWay(folder: string, bytesPerSecond: number): Way {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let next: Weather = 'fine';
  let left = 0;
  let onward = '';
  const way = createServer((asked, answer) => {
    const weather = left > 0 ? next : 'fine';
    left -= 1;
    if (weather === 'busy') answer.writeHead(503, { 'Retry-After': '3', 'Content-Type': 'text/plain' }).end('busy');
    else if (weather === 'broken') {
      answer
        .writeHead(500, { 'X-Oops-Id': 'OOPS-20140731-4f1c', 'Content-Type': 'application/json' })
        .end('{"error":"internal error"}');
    } else forward(onward, asked, answer, bytesPerSecond);
  });
  // The program speaks to it a few milliseconds after it is there.
  const watcher = setInterval(() => {
    const name = readdirSync(folder).find((file) => file.endsWith('.sock'));
    if (name === undefined) return;
    clearInterval(watcher);
    onward = join(folder, 'cloud');
    renameSync(join(folder, name), onward);
    way.listen(join(folder, name));
  }, 1);
  return {
    isOpen: once(way, 'request', { signal: AbortSignal.timeout(PATIENCE) }).then(() => undefined),
    turn(weather, requests) {
      next = weather;
      left = requests;
    },
    close() {
      clearInterval(watcher);
      way.closeAllConnections();
      way.close();
    },
  };
}

function forward(socketPath: string, asked: IncomingMessage, answer: ServerResponse, bytesPerSecond: number): void {
  const { method, url: path, headers } = asked;
  const onward = request({ socketPath, method, path, headers }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.pipe(answer);
  });
  const slow = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      setTimeout(() => done(null, chunk), (chunk.length / bytesPerSecond) * 1000);
    },
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(slow).pipe(onward);
}
