import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { Busboy } from '@fastify/busboy';
import type { BusboyInstance } from '@fastify/busboy';
import { AppError, isAppError } from '../../domain/app-error.ts';
import { isGone } from './page-call.ts';
import type { PageCall } from './page-call.ts';

/** A form has a handful of fields, and none of them is long. */
const LIMITS = { fields: 20, fieldSize: 10_000, fieldNameSize: 100, headerPairs: 20, headerSize: 16 * 1024 };

export interface MultipartReader {
  readonly field: (name: string, value: string) => void;
  /** Takes a file's bytes or leaves them; files come one after the other. What it throws ends the reading. */
  readonly file: (name: string, bytes: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** Reads a form with files while it arrives, never more of it in memory than is on its way; rejects with `usage` when it is cut off. */
export async function readMultipart({ request, body }: PageCall, reader: MultipartReader): Promise<void> {
  const parser = createParser(request.headers['content-type']);
  const files: Readable[] = [];
  let line = Promise.resolve();
  parser.on('field', reader.field);
  parser.on('file', (_field, stream, name) => {
    files.push(stream);
    stream.on('error', (error) => parser.destroy(error));
    line = line.then(() => take(reader, stream, name));
    line.catch((error: unknown) => parser.destroy(error as Error));
  });
  try {
    await pipeline(body(), parser);
  } catch (error) {
    // Whoever still reads a file must not take what came of it for the whole.
    for (const file of files) file.destroy(error as Error);
    await line.catch(() => {});
    if (isAppError(error) || isGone(request)) throw error;
    throw new AppError('usage', 'The upload was cut off.', { cause: error });
  }
  await line;
}

async function take({ file }: MultipartReader, stream: Readable, name: string): Promise<void> {
  // A stream that was destroyed never ends, and the parser waits for the end of each.
  await file(decodeName(name), stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>);
  stream.resume();
}

function createParser(contentType: string | undefined): BusboyInstance {
  try {
    return new Busboy({ headers: { 'content-type': contentType ?? '' }, preservePath: true, limits: LIMITS });
  } catch (error) {
    throw new AppError('usage', 'That is no form with files.', { cause: error });
  }
}

/** Browsers escape these three characters, and nothing else (HTML standard, multipart form data). */
function decodeName(name: string | undefined): string {
  return (name ?? '').replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}
