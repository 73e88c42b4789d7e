import type { Account, Accounts } from '../services/accounts.ts';
import type { Cloud } from './cli.ts';
import { createDeferredStore } from './deferred-store.ts';

export interface RenewableCloudParts {
  /** Of this program's own list: what is kept nowhere cannot be renewed. */
  readonly account: Account;
  readonly accounts: Pick<Accounts, 'load' | 'save' | 'use'>;
  readonly open: (account: Account) => Promise<Cloud>;
}

/** The cloud of an account whose sign-in can be renewed while it is in use: its store stays the same one. */
export async function openRenewable({ account, accounts, open }: RenewableCloudParts): Promise<Cloud> {
  let cloud = await open(account);
  const { email, server } = account;
  return {
    ...cloud,
    store: createDeferredStore(async () => cloud.store),
    async close() {
      await cloud.close();
    },
    signIn: {
      email,
      server,
      async renew(renewed) {
        const { current } = await accounts.load();
        await accounts.save(renewed);
        // Renewed is not chosen: the verb may be about another account than the one in use.
        if (current !== renewed.id) await accounts.use(current);
        const old = cloud;
        cloud = await open(renewed);
        await old.close();
      },
    },
  };
}
