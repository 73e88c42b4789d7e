import { AppError } from '../../../domain/app-error.ts';
import type { Walk } from './find.ts';

/** Hashes of content, or whatever is there. */
export type Tags = readonly string[] | 'any';

/** What must hold of the place an upload goes to (RFC 9110 §13.1); a client that has seen nothing asks for nothing. */
export interface UploadCondition {
  /** The content there is one of these. */
  readonly match: Tags | null;
  /** The content there is none of these, or nothing is there at all. */
  readonly noneMatch: Tags | null;
}

/** Rejects with `changed` (412) when the condition does not hold. A file that was never filled is there, without content. */
export function checkCondition({ match, noneMatch }: UploadCondition, { node, missing }: Walk): void {
  const isThere = missing.length === 0;
  const hash = isThere ? node.hash : null;
  const fits = (tags: Tags): boolean => (tags === 'any' ? isThere : hash !== null && tags.includes(hash));
  if (match !== null && !fits(match)) throw failed('What is there is not what was seen.');
  if (noneMatch !== null && fits(noneMatch)) throw failed('Something is there already.');
}

function failed(message: string): AppError {
  return new AppError('changed', message, { status: 412 });
}
