import { hash } from 'node:crypto';
import { AppError } from '../../domain/app-error.ts';
import { pathFault } from '../../protocol/path-codec.ts';

/** Longest name in UTF-8 that an index takes whole; every database has such a limit. */
const LONGEST_INDEXED = 200;

/** Rejects what can be no path below a volume (`a/b.txt`, no slashes at its ends) with `invalid-name`. */
export function checkPath(path: string): void {
  const fault = pathFault(path);
  if (fault !== null) throw new AppError('invalid-name', `${fault}.`);
}

/** What stands for a name in indexes. No name has a slash, so the digest of a long one is nobody else's name. */
export function nameKey(name: string): string {
  return Buffer.byteLength(name) <= LONGEST_INDEXED ? name : `/${hash('sha256', name)}`;
}

/** `name~1.ext` … `name~5.ext`: what is tried when a file stands where a directory is needed (protocol §2.4). */
export function* namesBeside(name: string, id: string): Generator<string> {
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; number <= 5; number += 1) yield `${stem}~${number}${extension}`;
  yield `${stem}~${id}${extension}`;
}
