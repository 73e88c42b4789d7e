import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';

/** Columns of a row: number, local and remote address, state, then both queues as `tx:rx` in hex. */
const QUEUES = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]{2} ([0-9A-F]{8}):/gm;

/** Bytes that the system has taken for TCP connections and the other ends have not confirmed yet. */
export type SendQueues = (socket: Pick<Socket, 'localPort' | 'remotePort' | 'remoteFamily'>) => number;

/**
 * Looks at all connections of this machine at once (proc(5), `/proc/net/tcp`), without holding up the thread.
 * @throws Error where the system does not tell
 */
export async function readSendQueues(families: ReadonlySet<string>): Promise<SendQueues> {
  const queues = new Map<string, number>();
  for (const family of families) {
    const text = await readFile(family === 'IPv6' ? '/proc/net/tcp6' : '/proc/net/tcp', 'latin1');
    for (const [, local = '', remote = '', bytes = ''] of text.matchAll(QUEUES)) {
      queues.set(keyOf(family, Number.parseInt(local, 16), Number.parseInt(remote, 16)), Number.parseInt(bytes, 16));
    }
  }
  return ({ localPort, remotePort, remoteFamily }) =>
    queues.get(keyOf(remoteFamily ?? '', localPort ?? 0, remotePort ?? 0)) ?? 0;
}

function keyOf(family: string, localPort: number, remotePort: number): string {
  return `${family} ${localPort} ${remotePort}`;
}
