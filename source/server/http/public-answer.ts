import { encodeComponent } from '../../protocol/path-codec.ts';
import type { NodeRow } from '../metadata/schema.ts';
import type { Answer, Call } from './call.ts';
import { contentAnswer } from './content-answer.ts';

/** What a browser may show by itself: nothing of it can run anything. */
const HARMLESS = /^(?:image\/(?:png|jpeg|gif|webp|bmp|avif)|audio\/|video\/|text\/plain|application\/pdf)/;

/**
 * A published file for anyone. It comes from the host of the web page, so it must never run there: what could is only
 * offered for saving, and a policy locks it in.
 */
export async function publicAnswer(call: Call, node: NodeRow): Promise<Answer> {
  const answer = await contentAnswer(call, node);
  if (answer.status === 416) return answer;
  const isHarmless = HARMLESS.test(String(answer.headers['Content-Type']));
  const disposition = isHarmless ? 'inline' : 'attachment';
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'Content-Disposition': `${disposition}; filename*=UTF-8''${encodeComponent(node.name)}`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    },
  };
}
