import type { Server } from 'node:http';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** Before a target that node's parser would not take, carried past it in base64. */
const CARRIED = '/.carried/';
const REQUEST_LINE = /^([A-Z]+) ([^\r\n]+) (HTTP\/1\.[01])\r?\n/;
const ODD = /[^!-~]/;

interface ParseError extends Error {
  readonly rawPacket?: Buffer;
}

/**
 * Clients sent raw UTF-8 and raw spaces in their request targets (protocol §1.4), at which node's parser gives up. Then
 * the request line is mended and the request read once more; what can not be mended is answered 400.
 */
export function takeRawTargets(server: Server): void {
  server.on('clientError', (error: ParseError, socket: Socket) => {
    const mended = mend(error.rawPacket);
    if (mended === null) refuse(socket);
    else readAgain(server, socket, mended);
  });
}

/** The target as the client sent it, one character a byte. */
export function originalTarget(target: string): string {
  if (!target.startsWith(CARRIED)) return target;
  return Buffer.from(target.slice(CARRIED.length), 'base64url').toString('latin1');
}

function mend(packet: Buffer | undefined): Buffer | null {
  const text = packet?.toString('latin1') ?? '';
  const match = REQUEST_LINE.exec(text);
  if (match?.[2] === undefined || !ODD.test(match[2])) return null;
  const [line, method = '', target, version = ''] = match;
  const carried = CARRIED + Buffer.from(target, 'latin1').toString('base64url');
  return Buffer.from(`${method} ${carried} ${version}\r\n${text.slice(line.length)}`, 'latin1');
}

/** The parser of a connection is spent after an error, so the bytes go on through a pipe that has a new one. */
function readAgain(server: Server, socket: Socket, mended: Buffer): void {
  const [outside, inside] = duplexPair();
  for (const event of ['data', 'end', 'drain', 'error', 'close']) socket.removeAllListeners(event);
  Object.defineProperty(inside, 'remoteAddress', { value: socket.remoteAddress });
  Object.defineProperty(inside, 'encrypted', { value: 'encrypted' in socket && socket.encrypted === true });
  const endBoth = () => {
    socket.destroy();
    outside.destroy();
  };
  for (const stream of [socket, outside] as Duplex[]) stream.on('error', endBoth).on('close', endBoth);
  outside.write(mended);
  socket.pipe(outside).pipe(socket);
  server.emit('connection', inside);
}

function refuse(socket: Socket): void {
  if (!socket.writable) return void socket.destroy();
  const body = '{"error":"The request makes no sense."}';
  const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  socket.end(`HTTP/1.1 400 Bad Request\r\n${head}\r\n\r\n${body}`);
}
