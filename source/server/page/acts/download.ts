import { AppError } from '../../../domain/app-error.ts';
import { encodeComponent } from '../../../protocol/path-codec.ts';
import type { Answer, Call } from '../../http/call.ts';
import { contentAnswer } from '../../http/content-answer.ts';
import type { NodeRow } from '../../metadata/schema.ts';
import { findNode } from '../../rules/nodes/find.ts';
import { GUARDS } from '../page-answer.ts';
import type { Visit } from '../page-call.ts';

export async function download(visit: Visit): Promise<Answer> {
  const { context, account, path, request, method } = visit;
  const { node } = await context.metadata.read((tx) => findNode(tx, account.id, path));
  return await attachment({ context, headers: request.headers, method }, node);
}

/** A file's bytes for saving. They come from the page's own host, so nothing may ever show or run them there. */
export async function attachment(call: Pick<Call, 'context' | 'headers' | 'method'>, node: NodeRow): Promise<Answer> {
  if (node.kind === 'directory') throw new AppError('not-a-file', 'A folder can not be downloaded.');
  const answer = await contentAnswer(call, node);
  return {
    ...answer,
    headers: {
      ...answer.headers,
      ...GUARDS,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeComponent(node.name)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-cache',
    },
  };
}
