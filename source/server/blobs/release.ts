/**
 * Gives the memory of a chunk back at once, where it has a block of its own; else the collector comes by only after some
 * 64 MiB of them. For whoever is the last to use it.
 */
export function release(chunk: Uint8Array): void {
  if (chunk.byteLength > 0 && chunk.byteLength === chunk.buffer.byteLength && chunk.buffer instanceof ArrayBuffer)
    chunk.buffer.transfer(0);
}
