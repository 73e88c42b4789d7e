import { AppError } from '../../domain/app-error.ts';
import { readContent } from '../contents/read.ts';
import type { NodeRow } from '../metadata/schema.ts';
import { json } from './answers.ts';
import type { Answer, Call } from './call.ts';
import { parseRange } from './ranges.ts';

/** The content of a file, whole or the part that a Range header asks for (protocol §2.5). */
export async function contentAnswer(
  { context, headers: asked, method }: Pick<Call, 'context' | 'headers' | 'method'>,
  node: NodeRow,
): Promise<Answer> {
  // A file without content counts as not existing here.
  if (node.hash === null || node.size === null) throw new AppError('not-found', 'The file has no content yet.');
  const size = node.size;
  const tag = `"${node.hash.slice('sha1:'.length)}"`;
  const headers = { 'Content-Type': await context.contentTypes.of(node.name), 'Accept-Ranges': 'bytes', ETag: tag };
  const isSame = asked['if-range'] === undefined || asked['if-range'] === tag;
  const range = isSame ? parseRange(asked.range, size) : 'all';
  if (range === 'unsatisfiable')
    return json({ error: 'The range lies past the end.' }, 416, { 'Content-Range': `bytes */${size}` });
  const part = range === 'all' ? { start: 0, end: size - 1 } : range;
  const extra = range === 'all' ? {} : { 'Content-Range': `bytes ${part.start}-${part.end}/${size}` };
  return {
    status: range === 'all' ? 200 : 206,
    headers: { ...headers, ...extra, 'Content-Length': part.end - part.start + 1 },
    body: method === 'HEAD' ? Buffer.alloc(0) : await readContent(context, node.hash, part),
  };
}
