import type { ContentSource } from '../../domain/file-store.ts';
import { lookAtFile, readBytes } from './read-file.ts';

/**
 * A local file as the source of an upload. Size and time are those of now; each opening, and the end of each reading,
 * checks that the file is still that one.
 * @param path absolute path, links are followed
 * @throws AppError `not-found`, `not-a-file`, `permission-denied`; while reading also `changed`
 */
export async function sourceFromFile(path: string): Promise<ContentSource> {
  const state = await lookAtFile(path);
  return {
    size: state.size,
    modifiedAt: state.modifiedAt,
    mode: state.mode,
    canReopen: true,
    open: (signal) => readBytes(path, state, { signal }),
    openAt: (offset, signal) => readBytes(path, state, { from: offset, signal }),
  };
}
