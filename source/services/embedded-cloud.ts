import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../domain/app-error.ts';
import type { Account } from './accounts.ts';
import { openSocketPlace } from './embedded/socket-place.ts';
import { startWorker } from './embedded/server-worker.ts';
import { basesOf } from './http/bases.ts';
import { makePrivateFolder } from './private-files.ts';

/** The id of the embedded cloud's account in locations. */
export const EMBEDDED_ACCOUNT = 'embedded';

/** Requests go to the socket, so this host is never looked up. */
const SERVER = 'http://localhost';

export interface EmbeddedCloudOptions {
  /** The server's worker thread. */
  readonly workerFile: URL;
  /** Where its files are; made when missing, closed to others. */
  readonly dataDir: string;
  /** Folder for sockets, closed to others; null or too long a path takes a fresh one among temporary files. */
  readonly runtimeDir: string | null;
  readonly signal?: AbortSignal | undefined;
  /** Called once the thread runs: there is time for something else until it is ready. */
  readonly whileStarting?: (() => void) | undefined;
}

export interface EmbeddedCloud {
  readonly account: Account;
  /** For `createHttpClient`. */
  readonly socketPath: string;
  /** Lets the server finish what runs and ends it. */
  close(): Promise<void>;
  /** Resolves with the reason when the server ended by itself. */
  readonly failed: Promise<AppError>;
}

const accountSchema = v.object({
  email: v.string(),
  consumer_key: v.string(),
  consumer_secret: v.string(),
  token: v.string(),
  token_secret: v.string(),
});

/**
 * Starts the server in a thread of this program, reached over a Unix socket that other users cannot reach. Several
 * programs each run their own over the same data.
 * @throws AppError `server-error` when it does not start
 */
export async function startEmbeddedCloud(options: EmbeddedCloudOptions): Promise<EmbeddedCloud> {
  const { workerFile, dataDir, runtimeDir, signal, whileStarting } = options;
  signal?.throwIfAborted();
  await makePrivateFolder(dataDir);
  const place = await openSocketPlace(runtimeDir);
  try {
    const worker = await startWorker({ workerFile, dataDir, socketPath: place.socketPath, signal, whileStarting });
    try {
      const account = await readAccount(dataDir);
      const close = async (): Promise<void> => {
        await worker.close();
        await place.close();
      };
      return { account, socketPath: place.socketPath, close, failed: worker.failed };
    } catch (error) {
      await worker.close();
      throw error;
    }
  } catch (error) {
    await place.close();
    throw error;
  }
}

async function readAccount(dataDir: string): Promise<Account> {
  const path = join(dataDir, 'embedded-account.json');
  const result = v.safeParse(accountSchema, await readJson(path));
  if (!result.success) throw new AppError('server-error', `The embedded cloud's account in ${path} cannot be read`);
  const { email, consumer_key, consumer_secret, token, token_secret } = result.output;
  return {
    id: EMBEDDED_ACCOUNT,
    email,
    server: SERVER,
    bases: basesOf(SERVER),
    credentials: { consumerKey: consumer_key, consumerSecret: consumer_secret, token, tokenSecret: token_secret },
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new AppError('server-error', `The embedded cloud's account in ${path} cannot be read`, { cause: error });
  }
}
