import { AppError } from '../../domain/app-error.ts';
import type { Call } from './call.ts';

/** No JSON and no form of this API comes near this many bytes. */
const LONGEST = 1024 * 1024;

type WithBody = Pick<Call, 'body'> & Partial<Pick<Call, 'arrived'>>;

/** The whole body as text; `usage` when it is too long or no UTF-8. */
export async function readText({ arrived, body }: WithBody): Promise<string> {
  const bytes = arrived?.() ?? (await readAll(body()));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('usage', 'The body is not UTF-8.', { cause: error });
  }
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > LONGEST) throw new AppError('usage', 'The body is too long.', { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as a JSON object, whatever its label says (protocol §1.4); an empty body is an empty object. */
export async function readObject(call: WithBody): Promise<Readonly<Record<string, unknown>>> {
  const content = await readText(call);
  if (content.trim() === '') return {};
  const value = parse(content);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError('usage', 'The body is not a JSON object.');
  return value as Readonly<Record<string, unknown>>;
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new AppError('usage', 'The body is not JSON.', { cause: error });
  }
}
