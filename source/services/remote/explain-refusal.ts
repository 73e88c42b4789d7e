import { AppError, isAppError } from '../../domain/app-error.ts';
import type { FilesApi } from './files-api.ts';
import { findNode } from './find-node.ts';

export interface Refusal {
  readonly api: FilesApi;
  readonly path: string;
  /** What should have been there. */
  readonly wanted: 'file' | 'directory';
  readonly signal: AbortSignal | undefined;
}

/** A bare 400 says nothing of its cause, so one more look tells a file or a folder in the way apart. */
export async function explainRefusal(failure: unknown, { api, path, wanted, signal }: Refusal): Promise<unknown> {
  if (!isAppError(failure) || failure.code !== 'permission-denied') return failure;
  const node = await findNode(api, path, signal).catch(() => null);
  if (node === null || node.kind === wanted) return failure;
  const { status } = failure;
  const details = { path, cause: failure, ...(status === undefined ? {} : { status }) };
  if (wanted === 'file') return new AppError('not-a-file', 'It is a folder, not a file', details);
  return new AppError('not-a-folder', 'It is a file, not a folder', details);
}
