import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

/** Calls back with each whole line that arrives, without its end. */
export function readLines(socket: Socket, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
