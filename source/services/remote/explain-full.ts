import { AppError, isAppError } from '../../domain/app-error.ts';
import { formatBytes } from '../../domain/format.ts';
import type { FilesApi } from './files-api.ts';

/** Adds to "out of space" how much of how much is used (protocol §3.6); every other error stays as it is. */
export async function explainFull(failure: unknown, api: FilesApi, signal: AbortSignal | undefined): Promise<unknown> {
  if (!isAppError(failure) || failure.code !== 'out-of-space') return failure;
  const quota = await api.quota({ signal }).catch(() => null);
  if (quota === null) return failure;
  const { message, status, path } = failure;
  return new AppError('out-of-space', message, {
    hint: `${formatBytes(quota.used)} of ${formatBytes(quota.total)} are used; delete something or ask for more room`,
    cause: failure,
    ...(status === undefined ? {} : { status }),
    ...(path === undefined ? {} : { path }),
  });
}
