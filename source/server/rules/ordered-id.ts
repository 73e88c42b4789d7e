import type { Tx } from '../metadata/work.ts';

/**
 * A UUID that begins with the time (version 7, RFC 9562 §5.7): what is made together lies together in the indexes, so
 * that a commit touches few of their pages. Its 74 other bits are random.
 */
export function orderedId({ now, newId }: Pick<Tx, 'now' | 'newId'>): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${newId().slice(15)}`;
}
