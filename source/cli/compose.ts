import { homedir } from 'node:os';
import { labelOf, type Cli } from './cli.ts';
import type { Output } from './output.ts';
import { createAccounts, accountFromEnvironment, type Account, type Accounts } from '../services/accounts.ts';
import type { ListingMemory } from '../domain/listing-memory.ts';
import { createLocalStore } from '../services/local-store.ts';
import { createListingMemory } from '../services/listing-memory.ts';
import { listingsFolder, programPaths } from '../services/paths.ts';
import { localStoreOptions } from './desktop-trash.ts';
import { findAccount } from './find-account.ts';
import type { Interruption } from './interruption.ts';
import { openRenewable } from './renewable-cloud.ts';

export interface CliParts {
  readonly output: Output;
  readonly interruption: Pick<Interruption, 'signal' | 'drainWith'>;
}

/** Makes the concrete things and wires them: the only place that does. Nothing is started yet. */
export function composeCli({ output, interruption }: CliParts): Cli {
  const { env, stdin, stdout, stderr } = process;
  const paths = programPaths(env, homedir());
  const accounts = forgetful(createAccounts(paths.config), createListingMemory(listingsFolder(paths)));
  const localStore = createLocalStore(localStoreOptions(paths));
  const account = async (server: string | undefined): Promise<Account | null> =>
    accountFromEnvironment(env) ?? findAccount(accounts, server);
  return {
    output,
    env,
    stdin,
    stdout,
    stderr,
    ...interruption,
    localStore,
    accounts,
    paths,
    account,
    async describeCloud({ server }) {
      return labelOf(await account(server));
    },
    async openCloud({ server, isBrief = false }) {
      const given = accountFromEnvironment(env);
      const kept = given === null ? await findAccount(accounts, server) : null;
      if (isBrief && kept === null && given === null) {
        const { openInnerCloud } = await import('./open-inner-cloud.ts');
        return openInnerCloud(paths);
      }
      // The HTTP client costs more to load than all the rest: only who needs a cloud pays for it.
      const { openCloud } = await import('./open-cloud.ts');
      if (kept === null) return openCloud({ account: given, paths });
      return openRenewable({ account: kept, accounts, open: async (account) => openCloud({ account, paths }) });
    },
    async openThread({ server }, listeners) {
      const signedIn = await account(server);
      const { startThreadCloud } = await import('./thread/thread-cloud.ts');
      return startThreadCloud({ account: signedIn, paths }, listeners);
    },
    async openEngine(cloudStore) {
      const { openVerbEngine } = await import('./verb-engine.ts');
      return openVerbEngine({ localStore, cloudStore, stateDir: paths.state });
    },
  };
}

/** What an account's folders held goes when it is signed out. */
function forgetful(accounts: Accounts, memory: ListingMemory): Accounts {
  return {
    ...accounts,
    async remove(id) {
      await accounts.remove(id);
      await memory.forget(id);
    },
  };
}
