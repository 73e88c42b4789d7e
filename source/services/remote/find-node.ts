import { isAppError } from '../../domain/app-error.ts';
import type { Node } from '../../protocol/resources.ts';
import type { FilesApi } from './files-api.ts';

/** The node; null when there is none. */
export async function findNode(api: FilesApi, path: string, signal: AbortSignal | undefined): Promise<Node | null> {
  try {
    return await api.node(path, { signal, mayBeNo: { status: 404 } });
  } catch (error) {
    if (isAppError(error) && error.code === 'not-found') return null;
    throw error;
  }
}
