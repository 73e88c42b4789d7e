/** Bytes that are all here as whoever reads streams wants them; of none at all there is no piece. */
// oxlint-disable-next-line typescript/require-await -- asynchronous by its type
export async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (bytes.byteLength > 0) yield bytes;
}

/** All bytes of a stream, copied: it may use its chunks again. */
export async function gather(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
