import { AppError } from './app-error.ts';
import { toPlainPath, type Location } from './location.ts';

/**
 * Rejects a name that no store takes: empty, `.`, `..`, or with `/` or NUL in it. Anything else may be a name.
 * @throws AppError `invalid-name`
 */
export function checkName(name: string): void {
  const why = whyNoName(name);
  if (why !== null) throw new AppError('invalid-name', why, { path: name });
}

/**
 * Rejects a place whose path no store takes: not absolute, or with a name in it that is none. The tops are fine.
 * @throws AppError `invalid-name`
 */
export function checkLocation(location: Location): void {
  if (location.side === 'cloud' && location.volume !== null) checkNames(location.volume.split('/'), location);
  if (!location.path.startsWith('/')) {
    throw new AppError('invalid-name', 'The path is not absolute', { path: toPlainPath(location) });
  }
  if (location.path !== '/') checkNames(location.path.slice(1).split('/'), location);
}

function checkNames(names: readonly string[], location: Location): void {
  for (const name of names) {
    const why = whyNoName(name);
    if (why !== null) throw new AppError('invalid-name', why, { path: toPlainPath(location) });
  }
}

function whyNoName(name: string): string | null {
  if (name === '') return 'A name is empty';
  if (name === '.' || name === '..') return `A name cannot be "${name}"`;
  if (name.includes('\0')) return 'A name has a NUL in it';
  if (name.includes('/')) return 'A name has a slash in it';
  return null;
}
