import type { Server } from 'node:http';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import { Socket } from 'node:net';
import { errorBody } from '../../protocol/wire-error.ts';

/** Before a target that node's parser would not take, carried past it in base64. */
const CARRIED = '/.carried/';
const REQUEST_LINE = /^([A-Z]+) ([^\r\n]+) (HTTP\/1\.[01])\r?\n/;
const ODD = /[^!-~]/;

interface ParseError extends Error {
  readonly code?: string;
  readonly rawPacket?: Buffer;
}

/** What the parser gave up at, where it is not simply nonsense. */
const FAULTS: ReadonlyMap<string, readonly [status: string, message: string]> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'The headers took too long.']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', ['413 Payload Too Large', 'The chunk extensions are too long.']],
  ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', 'The headers are too long.']],
]);

/**
 * Clients sent raw UTF-8 and raw spaces in their request targets (protocol §1.4), at which node's parser gives up. Then
 * the request line is mended and the request read once more; what can not be mended is answered 400.
 */
export function takeRawTargets(server: Server): void {
  server.on('clientError', (error: ParseError, socket: Socket) => {
    const mended = mend(error.rawPacket);
    if (mended === null) refuse(socket, error);
    else readAgain(server, socket, mended);
  });
}

/**
 * True where what is written goes through such a pipe: it has been taken over then, but is perhaps not sent, and its
 * memory is still needed.
 */
export function isPiped(socket: object): boolean {
  return !(socket instanceof Socket);
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
  // A server of TLS waits for what has come out of it by another name.
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', inside);
}

function refuse(socket: Socket, { code = '' }: ParseError): void {
  if (!socket.writable) return void socket.destroy();
  const [status, message] = FAULTS.get(code) ?? ['400 Bad Request', 'The request makes no sense.'];
  const body = errorBody(message);
  const head = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close`;
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n\r\n${body}`);
}
