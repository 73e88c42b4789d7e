import { isAppError } from '../domain/app-error.ts';
import type { Account } from './accounts.ts';
import { withHttpClient } from './http-client.ts';
import { createFilesApi } from './remote/files-api.ts';

/** True where the server says that it does not take the account's token any more; a server that cannot be asked says nothing. */
export async function isTokenRefused({ bases, credentials }: Account, signal: AbortSignal): Promise<boolean> {
  try {
    await withHttpClient({ bases, credentials, retry: { maxTries: 1 } }, async (client) =>
      createFilesApi(client).quota({ signal }),
    );
    return false;
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    return error.code === 'sign-in';
  }
}
