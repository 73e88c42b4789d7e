import type { FileStore } from '../domain/file-store.ts';
import type { Location } from '../domain/location.ts';
import type { RequestObserver } from '../domain/request-record.ts';
import { AppError } from '../domain/app-error.ts';
import { createAccounts, type Account } from '../services/accounts.ts';
import { createLocalStore } from '../services/local-store.ts';
import type { ProgramPaths } from '../services/paths.ts';
import { EMBEDDED_LABEL } from './cli.ts';
import { localStoreOptions } from './desktop-trash.ts';
import { createDeferredStore } from './deferred-store.ts';
import { openCloud } from './open-cloud.ts';
import { openOnce, type OpenOnce } from './open-once.ts';

export interface StoresOptions {
  readonly paths: ProgramPaths;
  /** The account that the person works with; null for the embedded cloud. */
  readonly account: Account | null;
  readonly observe?: RequestObserver | undefined;
  /** Told when an account's token is no longer taken. */
  readonly onSignedOut?: ((accountId: string) => void) | undefined;
}

/** The stores of all places: this machine, and the cloud of every account that is signed in. */
export interface Stores {
  /** The same store for all places of one cloud; a cloud is opened at the first need. */
  storeFor(location: Location): FileStore;
  /** Opens a cloud before it is needed; what goes wrong is told to the first who needs it. */
  warmUp(accountId: string): void;
  /** Closes an account's cloud; the next who needs it opens it anew, with the credentials as they are then. */
  forget(accountId: string): Promise<void>;
  close(): Promise<void>;
}

/** Jobs outlive a change of account, so a place may be of another one than that in use. */
export function createStores({ paths, account, observe, onSignedOut }: StoresOptions): Stores {
  const local = createLocalStore(localStoreOptions(paths));
  const clouds = new Map<string, { readonly once: OpenOnce; readonly store: FileStore }>();
  let lastRequest = 0;
  const nextId = (): number => (lastRequest += 1);
  const forgotten = new Set<string>();
  const accountOf = async (id: string): Promise<Account | null> => {
    if (id === EMBEDDED_LABEL.accountId) return null;
    if (id === account?.id && !forgotten.has(id)) return account;
    const { accounts } = await createAccounts(paths.config).load();
    const found = accounts.find((each) => each.id === id);
    if (found !== undefined) return found;
    throw new AppError('sign-in', `${id} is not signed in any more`, { hint: 'sign in again: u1file login' });
  };
  const observer =
    (id: string): RequestObserver =>
    (record) => {
      observe?.(record);
      if (record.status === 401 && record.outcome === 'failed') onSignedOut?.(id);
    };
  const cloudOf = (id: string) => {
    const known = clouds.get(id);
    if (known !== undefined) return known;
    const once = openOnce(async () =>
      openCloud({ account: await accountOf(id), paths, observe: observer(id), nextId }),
    );
    const cloud = { once, store: createDeferredStore(async () => (await once.open()).store) };
    clouds.set(id, cloud);
    return cloud;
  };
  return {
    storeFor: (location) => (location.side === 'local' ? local : cloudOf(location.account).store),
    warmUp: (accountId) =>
      void cloudOf(accountId)
        .once.open()
        .catch(() => undefined),
    async forget(accountId) {
      const cloud = clouds.get(accountId);
      forgotten.add(accountId);
      clouds.delete(accountId);
      await cloud?.once.close();
    },
    async close() {
      await Promise.all([...clouds.values()].map(async ({ once }) => once.close()));
    },
  };
}
