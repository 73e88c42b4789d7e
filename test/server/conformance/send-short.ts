import { connect } from 'node:net';
import type { TestClient } from '../helpers.ts';
import { parse, plaintext } from './raw.ts';
import type { RawAnswer } from './raw.ts';

/** Announces so many bytes, sends fewer, and either ends its side of the connection or falls silent. */
export async function sendShort(
  client: TestClient,
  { target, length, body, ends }: { target: string; length: number; body: string; ends: boolean },
): Promise<RawAnswer> {
  const { host, hostname, port } = new URL(client.origin);
  const head = `PUT ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${plaintext(client)}\r\nContent-Length: ${length}`;
  return parse(
    await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      let seen = '';
      socket.on('data', (chunk) => (seen += chunk.toString('latin1')));
      socket.on('error', reject).on('close', () => resolve(seen));
      socket.write(`${head}\r\n\r\n${body}`);
      if (ends) socket.end();
    }),
  );
}
