import type { AccountRow, Device } from '../domain/account-desk.ts';
import type { Quota } from '../domain/file-store.ts';
import { editText, textField, type TextEdit, type TextField } from './text-field.ts';

/** The accounts there are; the one in use is that of the title line. */
export interface AccountsLayer {
  readonly type: 'accounts';
  readonly rows: readonly AccountRow[];
  readonly cursor: number;
  /** By the account's id, as far as they are known; null where there was no answer. */
  readonly quotas: Readonly<Record<string, Quota | null>>;
}

export type SignInFieldName = 'server' | 'email' | 'password' | 'oneTimeCode';

/** Server, e-mail, password, and a one-time code once the server has asked for one. */
export interface SignInLayer {
  readonly type: 'sign-in';
  readonly fields: Readonly<Record<SignInFieldName, TextField>>;
  readonly focus: SignInFieldName;
  readonly asksCode: boolean;
  /** Why it is asked for without having been wished; null where it was. */
  readonly why: string | null;
  readonly error: string | null;
  /** The server is being asked. */
  readonly isBusy: boolean;
}

/** Who has access to an account. */
export interface DevicesLayer {
  readonly type: 'devices';
  readonly account: AccountRow;
  /** Null until the server has told. */
  readonly devices: readonly Device[] | null;
  readonly cursor: number;
  readonly error: string | null;
}

export type AccountLayer = AccountsLayer | SignInLayer | DevicesLayer;

/** An account whose token is no longer taken. */
export interface SignInNeed {
  readonly accountId: string;
  readonly server: string;
  readonly email: string;
}

/** The form, empty or for an account that has to sign in again. */
export function signInLayer(need: SignInNeed | null): SignInLayer {
  return {
    type: 'sign-in',
    fields: {
      server: textField(need?.server),
      email: textField(need?.email),
      password: textField(),
      oneTimeCode: textField(),
    },
    focus: need === null ? 'server' : 'password',
    asksCode: false,
    why:
      need === null ? null : `The sign-in of ${need.email} is no longer valid. What waits for it goes on afterwards.`,
    error: null,
    isBusy: false,
  };
}

/** The fields that are shown, from top to bottom. */
export function signInFields({ asksCode }: SignInLayer): readonly SignInFieldName[] {
  return asksCode ? ['server', 'email', 'password', 'oneTimeCode'] : ['server', 'email', 'password'];
}

/** What is typed goes into the field that has the focus; while the server is asked, nowhere. */
export function editSignIn(layer: SignInLayer, edit: TextEdit): SignInLayer {
  if (layer.isBusy) return layer;
  const field = editText(layer.fields[layer.focus], edit);
  return { ...layer, fields: { ...layer.fields, [layer.focus]: field }, error: null };
}
