import { randomBytes } from 'node:crypto';
import { AppError } from '../domain/app-error.ts';
import type { Stores } from './data-directory.ts';
import type { AccountRow } from './metadata/schema.ts';
import { lockAccount } from './rules/locks.ts';
import { accountByEmail, addAccount, changeAccount, listAccounts } from './rules/accounts/accounts.ts';
import type { AccountChange } from './rules/accounts/accounts.ts';
import { endSessions } from './rules/accounts/sessions.ts';
import { revokeTokens } from './rules/accounts/tokens.ts';
import { undeleteNode } from './rules/nodes/undelete.ts';
import { findOops } from './rules/oopses.ts';
import type { Oops } from './rules/oopses.ts';
import { checkNewPassword } from './sso/new-password.ts';
import { createPasswords } from './sso/passwords.ts';
import { encodeBase32 } from './sso/totp.ts';
import { openStores } from './stores.ts';
import type { StoreAddress } from './stores.ts';
import { checkData, checkEmpty, copyData } from './upkeep/backup.ts';
import type { CopyReport } from './upkeep/backup.ts';
import { checkAll } from './upkeep/check.ts';
import { moveData } from './upkeep/move.ts';
import type { MoveReport } from './upkeep/move.ts';
import type { CheckReport } from './upkeep/check.ts';
import { sweep } from './upkeep/sweep.ts';
import type { SweepReport } from './upkeep/sweep.ts';

const DAY = 86_400_000;
/** Milliseconds: reading everything there is takes its time. */
const PATIENCE = 3_600_000;
const FOR_EVER = 1_000_000 * DAY;

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

/**
 * Administration of a data folder, while a server runs on it or not. An address without an account rejects with
 * `not-found`. Close it when done.
 */
export interface Admin {
  /** Rejects with `usage` a password that nobody should choose. */
  addUser(wish: { email: string; password: string; maxBytes?: number | undefined }): Promise<AccountSummary>;
  listUsers(): Promise<AccountSummary[]>;
  setQuota(email: string, bytes: number): Promise<AccountSummary>;
  /** Takes the tokens back too: whoever had the password may have one. */
  setPassword(email: string, password: string): Promise<AccountSummary>;
  /** Nobody signs in to a disabled account and its tokens open nothing, until it is enabled again. */
  setDisabled(email: string, isDisabled: boolean): Promise<AccountSummary>;
  /** Takes all tokens of an account back, and answers how many. */
  revokeTokens(email: string): Promise<number>;
  /** Turns one-time codes on with a new secret, which is answered in base32. */
  enableTwoFactor(email: string): Promise<string>;
  resetTwoFactor(email: string): Promise<AccountSummary>;
  /** Brings back what was deleted last at a path that begins with its volume; answers where it is now. */
  undelete(email: string, path: string): Promise<string>;
  /** The internal error of this ID; null when it is not known. */
  findOops(id: string): Promise<(Oops & { readonly at: number }) | null>;
  /** Reads everything there is; see `checkAll`. */
  check(): Promise<CheckReport>;
  /** Removes what nobody needs; deleted nodes are kept for so many days, for ever when null. */
  sweep(wish: { keepDeletedDays: number | null }): Promise<SweepReport>;
  /** Lets data take changes again that was moved away. */
  thaw(): Promise<void>;
  /** Copies everything to a folder, also while a server runs; see `copyData`. */
  backup(folder: string): Promise<CopyReport>;
  close(): Promise<void>;
}

/** Rejects with `not-found` where there is no data yet, unless it may be made. */
export async function openAdmin(
  place: string | StoreAddress,
  { mayMake = true }: { mayMake?: boolean } = {},
): Promise<Admin> {
  const address = typeof place === 'string' ? { dataDir: place } : place;
  if (!mayMake && address.metadata === undefined) await checkData(address.dataDir ?? '');
  const data = await openStores(address, { patience: PATIENCE });
  return { ...accountPowers(data), ...dataPowers(data, address.dataDir), close: () => data.close() };
}

type AccountPowers = Omit<Admin, keyof DataPowers | 'close'>;
type DataPowers = Pick<Admin, 'findOops' | 'check' | 'sweep' | 'thaw' | 'backup'>;

function accountPowers(data: Stores): AccountPowers {
  const { metadata } = data;
  const passwords = createPasswords();
  const change = async (email: string, wish: AccountChange) =>
    summarize(await metadata.write((tx) => changeAccount(tx, email, wish)));
  return {
    addUser: async ({ email, password, maxBytes }) => {
      checkNewPassword(password);
      const encoded = await passwords.hash(password);
      return summarize(await metadata.write((tx) => addAccount(tx, { email, password: encoded, maxBytes })));
    },
    listUsers: async () => (await metadata.read(listAccounts)).map(summarize),
    setQuota: (email, bytes) => change(email, { max_bytes: bytes }),
    setPassword: async (email, password) => {
      checkNewPassword(password);
      const account = await change(email, { password: await passwords.hash(password) });
      await metadata.write((tx) => revokeTokens(tx, account.id));
      return account;
    },
    setDisabled: (email, isDisabled) => change(email, { disabled_at: isDisabled ? Date.now() : null }),
    revokeTokens: async (email) => {
      const { id } = await findAccount(data, email);
      return await metadata.write(function* (tx) {
        yield* endSessions(tx, id);
        return yield* revokeTokens(tx, id);
      });
    },
    enableTwoFactor: async (email) => {
      const secret = encodeBase32(randomBytes(20));
      await change(email, { otp_secret: secret, otp_step: 0 });
      return secret;
    },
    resetTwoFactor: (email) => change(email, { otp_secret: null, otp_step: 0 }),
    undelete: async (email, path) => {
      const { id } = await findAccount(data, email);
      const found = await metadata.write(function* (tx) {
        yield* lockAccount(tx, id);
        return yield* undeleteNode(tx, id, path);
      });
      return found.volume.path + found.path;
    },
  };
}

function dataPowers(data: Stores, dataDir: string | undefined): DataPowers {
  return {
    findOops: (id) => data.metadata.read((tx) => findOops(tx, id)),
    check: () => checkAll(data),
    sweep: async ({ keepDeletedDays: days }) => {
      const report = await sweep(data, { keepDeleted: days === null ? FOR_EVER : days * DAY, now: Date.now });
      if (report === null) throw new AppError('busy', 'Another program is sweeping at the moment.');
      return report;
    },
    thaw: () => data.metadata.setMoved(null),
    backup: (folder) => copyData({ ...data, folder: dataDir }, folder),
  };
}

/** Puts a backup into a data folder that holds none yet. */
export async function restoreBackup(backup: string, dataDir: string): Promise<CopyReport> {
  await checkData(backup);
  await checkEmpty(dataDir);
  const data = await openStores({ dataDir: backup });
  try {
    return await copyData({ ...data, folder: backup }, dataDir);
  } finally {
    await data.close();
  }
}

/** Moves everything from one place to another one that holds nothing yet; see `moveData`. */
export async function migrateData(from: StoreAddress, to: StoreAddress): Promise<MoveReport> {
  if (from.metadata === undefined) await checkData(from.dataDir ?? '');
  const source = await openStores(from, { patience: PATIENCE });
  try {
    const target = await openStores(to, { patience: PATIENCE, isTarget: true });
    try {
      return await moveData(source, target);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function findAccount({ metadata }: Stores, email: string): Promise<AccountRow> {
  const account = await metadata.read((tx) => accountByEmail(tx, email));
  if (account === null) throw new AppError('not-found', 'There is no account of that address.');
  return account;
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
