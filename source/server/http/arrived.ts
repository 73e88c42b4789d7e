import type { IncomingMessage } from 'node:http';
import { INLINE } from '../contents/receive.ts';

/**
 * All of a small body where it is here already, which then is not asked for any more; else null. Small bodies mostly come along
 * with their headers, and to wait for nothing would cost more. Node tells that a message is complete one turn later than
 * that its last byte is here, so the length that was announced counts as well.
 */
export function takeArrived(request: IncomingMessage): Uint8Array | null {
  const { complete, readableLength, headers } = request;
  const isHere = complete || readableLength === Number(headers['content-length'] ?? Number.NaN);
  if (!isHere || readableLength > INLINE) return null;
  const bytes = (request.read() as Uint8Array | null) ?? Buffer.alloc(0);
  // Its end is still to be taken.
  request.resume();
  return bytes;
}
