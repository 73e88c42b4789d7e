import { openDataDirectory } from './data-directory.ts';
import type { AccountRow } from './metadata/schema.ts';
import { addAccount, listAccounts } from './rules/accounts/accounts.ts';
import { checkAll } from './upkeep/check.ts';
import type { CheckReport } from './upkeep/check.ts';
import { sweep } from './upkeep/sweep.ts';
import type { SweepReport } from './upkeep/sweep.ts';
import { createPasswords } from './sso/passwords.ts';

/** What an administrator is told of an account: nothing secret. */
export interface AccountSummary {
  readonly id: number;
  readonly email: string;
  readonly visibleName: string;
  /** Bytes. */
  readonly maxBytes: number;
  readonly usedBytes: number;
  readonly isDisabled: boolean;
  readonly hasTwoFactor: boolean;
}

/** Administration of a data folder, while a server runs on it or not. Close it when done. */
export interface Admin {
  addUser(wish: { email: string; password: string; maxBytes?: number | undefined }): Promise<AccountSummary>;
  listUsers(): Promise<AccountSummary[]>;
  /** Reads everything there is; see `checkAll`. */
  check(): Promise<CheckReport>;
  /** Removes what nobody needs; deleted nodes are kept for so many days. */
  sweep(wish: { keepDeletedDays: number }): Promise<SweepReport>;
  close(): Promise<void>;
}

export async function openAdmin(dataDir: string): Promise<Admin> {
  const data = await openDataDirectory(dataDir);
  return {
    addUser: async ({ email, password, maxBytes }) => {
      const encoded = await createPasswords().hash(password);
      const account = await data.metadata.write((tx) => addAccount(tx, { email, password: encoded, maxBytes }));
      return summarize(account);
    },
    listUsers: async () => (await data.metadata.read(listAccounts)).map(summarize),
    check: () => checkAll(data),
    sweep: ({ keepDeletedDays }) => sweep(data, { keepDeleted: keepDeletedDays * 86_400_000, now: Date.now }),
    close: () => data.close(),
  };
}

function summarize(account: AccountRow): AccountSummary {
  return {
    id: account.id,
    email: account.email,
    visibleName: account.visible_name,
    maxBytes: account.max_bytes,
    usedBytes: account.used_bytes,
    isDisabled: account.disabled_at !== null,
    hasTwoFactor: account.otp_secret !== null,
  };
}
