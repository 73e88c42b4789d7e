import type { ServerResponse } from 'node:http';
import { errorBody } from '../../protocol/wire-error.ts';

/** Answers 400 in JSON and closes the connection, where what was sent is no whole request. */
export function refuseExchange(response: ServerResponse, message: string): void {
  const body = errorBody(message);
  response.writeHead(400, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body, () => response.socket?.destroySoon());
}
