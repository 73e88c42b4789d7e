import { join } from 'node:path';
import type { RequestObserver } from '../domain/request-record.ts';
import { signedFor, type Account } from '../services/accounts.ts';
import { startEmbeddedCloud } from '../services/embedded-cloud.ts';
import type { ProgramPaths } from '../services/paths.ts';
import type { openRemote } from './open-remote.ts';
import { EMBEDDED_LABEL, labelOf, type Cloud } from './cli.ts';
import { serverWorkerFile } from './worker-files.ts';

export interface CloudParts {
  /** Null for the embedded cloud. */
  readonly account: Account | null;
  readonly paths: ProgramPaths;
  /** Who hears of its requests. */
  readonly observe?: RequestObserver | undefined;
  /** Numbers its requests, where several clouds share a list of them. */
  readonly nextId?: (() => number) | undefined;
}

/** Opens the cloud of an account, or the embedded one, whose server then runs in a thread of this program. */
export async function openCloud({ account, paths, observe, nextId }: CloudParts): Promise<Cloud> {
  if (account !== null) {
    const { openRemote: open } = await loadRemote();
    return { ...labelOf(account), ...open({ ...signedFor(account), observe, nextId }) };
  }
  const dataDir = join(paths.data, 'cloud');
  const cloud = await startEmbeddedCloud({
    workerFile: serverWorkerFile(),
    dataDir,
    runtimeDir: paths.runtime,
    // The server's thread and the HTTP client are loaded at the same time.
    whileStarting: () => void loadRemote(),
  });
  const { bases, credentials } = cloud.account;
  const { openRemote: open } = await loadRemote();
  const { store, close } = open({ bases, credentials, socketPath: cloud.socketPath, observe, nextId });
  return {
    ...EMBEDDED_LABEL,
    store,
    async close() {
      await close();
      await cloud.close();
    },
  };
}

async function loadRemote(): Promise<{ readonly openRemote: typeof openRemote }> {
  return import('./open-remote.ts');
}
