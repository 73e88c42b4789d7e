import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';

/** What the way to the server does to the next request. */
export type Weather = 'fine' | 'busy' | 'broken';

export interface Way {
  readonly url: string;
  /** The next requests, so many, meet this; those after them fine weather. */
  turn(weather: Weather, requests: number): void;
  close(): void;
}

/** A slow way to a real server, on which a request can meet a busy or a broken gateway. */
export async function openWay(server: string, bytesPerSecond: number): Promise<Way> {
  let next: Weather = 'fine';
  let left = 0;
  const way = createServer((asked, answer) => {
    const weather = left > 0 ? next : 'fine';
    left -= 1;
    if (weather === 'busy') answer.writeHead(503, { 'Retry-After': '3', 'Content-Type': 'text/plain' }).end('busy');
    else if (weather === 'broken') {
      answer
        .writeHead(500, { 'X-Oops-Id': 'OOPS-20140731-4f1c', 'Content-Type': 'application/json' })
        .end('{"error":"internal error"}');
    } else forward(server, asked, answer, bytesPerSecond);
  });
  await new Promise<void>((resolve) => {
    way.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    turn(weather, requests) {
      next = weather;
      left = requests;
    },
    close() {
      way.closeAllConnections();
      way.close();
    },
  };
}

function forward(server: string, asked: IncomingMessage, answer: ServerResponse, bytesPerSecond: number): void {
  const { hostname, port } = new URL(server);
  const onward = request(
    { hostname, port, method: asked.method, path: asked.url, headers: asked.headers },
    (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    },
  );
  const slow = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      setTimeout(() => done(null, chunk), (chunk.length / bytesPerSecond) * 1000);
    },
  });
  onward.on('error', () => answer.destroy());
  asked.pipe(slow).pipe(onward);
}
