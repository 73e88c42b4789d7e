import { hostname } from 'node:os';
import type { AccountDesk, AccountRow } from '../domain/account-desk.ts';
import { AppError, isAppError } from '../domain/app-error.ts';
import type { RequestObserver } from '../domain/request-record.ts';
import type { Account, Accounts } from '../services/accounts.ts';
import { EMBEDDED_LABEL, labelOf } from './cli.ts';

export interface AccountDeskParts {
  readonly accounts: Accounts;
  /** The account of the environment; null where it names none. */
  readonly fromEnvironment: Account | null;
  /** Makes what is told of the requests to the servers. */
  readonly observer?: () => RequestObserver;
  /** Told when an account's credentials are others from now on, or none. */
  readonly onChange?: (accountId: string) => void;
}

/** Accounts as a person deals with them. What speaks to servers is loaded at its first use. */
export function createAccountDesk({ accounts, fromEnvironment, observer, onChange }: AccountDeskParts): AccountDesk {
  const kept = async (id: string): Promise<Account> => {
    const all = [...(await accounts.load()).accounts, ...(fromEnvironment === null ? [] : [fromEnvironment])];
    const account = all.find((each) => each.id === id);
    if (account !== undefined) return account;
    throw new AppError('unsupported', 'The embedded cloud is of this machine alone', {
      hint: 'it has no devices and no sign-in',
    });
  };
  const http = () => (observer === undefined ? {} : { observe: observer() });
  return {
    async list() {
      const { accounts: all } = await accounts.load();
      const environment = fromEnvironment === null ? [] : [rowOf(fromEnvironment, 'environment')];
      return [EMBEDDED_ROW, ...environment, ...all.map((account) => rowOf(account, 'kept'))];
    },
    async signIn({ server, email, password, oneTimeCode }, isWanted) {
      const { signIn } = await import('../services/sign-in.ts');
      const code = oneTimeCode === '' ? undefined : oneTimeCode;
      const account = await signIn({ server, email, password, oneTimeCode: code, hostName: hostname(), http: http() });
      if (!isWanted()) return null;
      await accounts.save(account);
      onChange?.(account.id);
      return rowOf(account, 'kept');
    },
    use: async (id) => accounts.use(id === EMBEDDED_LABEL.accountId ? null : id),
    async signOut(id) {
      const account = await kept(id);
      const { revokeDevice } = await import('../services/devices.ts');
      const reason = await revokeDevice(account, account.credentials.token, http()).then(() => null, whyNotTold);
      await accounts.remove(id);
      onChange?.(id);
      return reason;
    },
    async devices(id) {
      const { listDevices } = await import('../services/devices.ts');
      return listDevices(await kept(id), http());
    },
    async revoke(id, deviceKey) {
      const { revokeDevice } = await import('../services/devices.ts');
      await revokeDevice(await kept(id), deviceKey, http());
    },
  };
}

const EMBEDDED_ROW: AccountRow = {
  id: EMBEDDED_LABEL.accountId,
  label: EMBEDDED_LABEL.label,
  email: null,
  server: null,
  kind: 'embedded',
};

function rowOf(account: Account, kind: 'kept' | 'environment'): AccountRow {
  const { accountId: id, label } = labelOf(account);
  return { id, label, email: account.email, server: account.server, kind };
}

/** A token that is no longer taken needs no taking back; anything else is told, and the account is forgotten all the same. */
function whyNotTold(error: unknown): string | null {
  if (!isAppError(error)) throw error;
  return error.code === 'sign-in' ? null : error.message;
}
