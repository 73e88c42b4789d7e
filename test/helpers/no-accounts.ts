import type { AccountDesk } from '../../source/domain/account-desk.ts';

/** No account at all, and none can be signed in to. */
export const NO_ACCOUNTS: AccountDesk = {
  list: async () => [],
  signIn: async () => null,
  use: async () => undefined,
  signOut: async () => null,
  devices: async () => [],
  revoke: async () => undefined,
};
