import { AppError, isAppError } from '../../domain/app-error.ts';

/** The bytes of an answer as text; what goes beyond `limit` bytes is a `bad-answer`. */
export async function readText(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw new AppError('bad-answer', 'The answer is longer than any of the Files API');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The bytes of an answer that are all here as text. */
export function textOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
}

/** The start of a failed answer's bytes as text; the rest is dropped, also when it breaks off: the status is what counts. */
export async function readStart(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= limit) break;
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
  }
  return Buffer.concat(chunks).toString('utf8', 0, limit);
}

/** The text as JSON; a web page and broken JSON are each a `bad-answer` in words. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const isPage = /^\s*</.test(text);
    throw new AppError(
      'bad-answer',
      isPage ? 'The answer is a web page, not the Files API' : 'The answer is not whole JSON',
      {
        hint: 'Is this address a server of the Ubuntu One Files API, and is no sign-in page of a network in between?',
        cause: error,
      },
    );
  }
}
