import { AppError, isAppError, type ErrorCode } from '../../domain/app-error.ts';

interface Meaning {
  readonly code: ErrorCode;
  readonly words: string;
  readonly hint?: string;
}

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOENT: { code: 'not-found', words: 'There is no such file or folder' },
  ENOTDIR: { code: 'not-a-folder', words: 'A folder is wanted where there is none' },
  EISDIR: { code: 'not-a-file', words: 'A file is wanted where there is a folder' },
  EEXIST: { code: 'name-taken', words: 'The name is taken' },
  ENOTEMPTY: { code: 'changed', words: 'The folder is not empty' },
  EACCES: { code: 'permission-denied', words: 'Permission denied' },
  EPERM: { code: 'permission-denied', words: 'Permission denied' },
  EROFS: { code: 'permission-denied', words: 'The file system is read-only' },
  ENOSPC: { code: 'out-of-space', words: 'The disk is full', hint: 'Make room and try again' },
  EDQUOT: { code: 'out-of-space', words: 'Your quota on this disk is used up', hint: 'Make room and try again' },
  EFBIG: { code: 'out-of-space', words: 'The file is too big for this file system' },
  ENAMETOOLONG: { code: 'invalid-name', words: 'The name, or the whole path, is too long for this file system' },
  EILSEQ: { code: 'invalid-name', words: 'This file system does not take the name' },
  EINVAL: { code: 'invalid-name', words: 'This file system does not take the name' },
  ELOOP: { code: 'invalid-name', words: 'Too many links on the way' },
  EXDEV: { code: 'unsupported', words: 'The other place is on another disk' },
  EMFILE: { code: 'busy', words: 'Too many open files' },
  ENFILE: { code: 'busy', words: 'Too many open files' },
  EBUSY: { code: 'busy', words: 'It is in use' },
  ETXTBSY: { code: 'busy', words: 'It is in use' },
  EAGAIN: { code: 'busy', words: 'It is in use' },
  EIO: { code: 'integrity', words: 'The disk reports an error' },
  ESTALE: { code: 'unreachable', words: 'The network disk does not answer' },
  EHOSTDOWN: { code: 'unreachable', words: 'The network disk does not answer' },
  ENOTCONN: { code: 'unreachable', words: 'The network disk does not answer' },
};

/**
 * What the disk said as an AppError about this path; what is no error of the disk passes through as it is.
 * @param path by default that which the system names
 */
export function fromDiskError(error: unknown, path: string = pathOf(error)): unknown {
  const code = diskCode(error);
  if (code === null) return error;
  const meaning = MEANINGS[code] ?? { code: 'unsupported', words: `The disk answered ${code}` };
  const hint = meaning.hint === undefined ? {} : { hint: meaning.hint };
  return new AppError(meaning.code, meaning.words, { path, cause: error, ...hint });
}

function pathOf(error: unknown): string {
  return error instanceof Error && 'path' in error ? String(error.path) : '';
}

/** The system's word for it (`ENOENT`); null for what is no error of the system. */
export function diskCode(error: unknown): string | null {
  if (!(error instanceof Error) || isAppError(error) || !('syscall' in error) || !('code' in error)) return null;
  return String(error.code);
}

/** Runs it and turns what the disk says into an AppError about this path. */
export async function onDisk<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw fromDiskError(error, path);
  }
}
