/** An account that can be used, without its credentials. */
export interface AccountRow {
  /** The id in locations. */
  readonly id: string;
  /** `ted@cloud.example.org`, or `embedded cloud`. */
  readonly label: string;
  readonly email: string | null;
  readonly server: string | null;
  /** `embedded` runs in this program, `kept` was signed in to, `environment` comes with `U1FILE_TOKEN`. */
  readonly kind: 'embedded' | 'kept' | 'environment';
}

/** What a sign-in takes. The password goes to the server once and is kept nowhere. */
export interface SignInWish {
  readonly server: string;
  readonly email: string;
  readonly password: string;
  /** Empty where none was asked for. */
  readonly oneTimeCode: string;
}

/** A device or program that has access to an account. */
export interface Device {
  readonly key: string;
  /** As it named itself: `Ubuntu One @ laptop`. */
  readonly name: string;
  /** As the server writes it, in UTC. */
  readonly createdAt: string;
  /** True for the access of this program. */
  readonly isThis: boolean;
}

/** Accounts as a person deals with them; the screen's port to sign-in and to the file of accounts. */
export interface AccountDesk {
  /** The embedded cloud first, then those signed in to. */
  list(): Promise<readonly AccountRow[]>;
  /**
   * Signs in and keeps the account; a later sign-in of the same one takes its place. Null when `isWanted` says no at the end:
   * then nothing is kept. @throws AppError `sign-in` with a reason, and all that the network can do
   */
  signIn(wish: SignInWish, isWanted: () => boolean): Promise<AccountRow | null>;
  /** Makes it the one that is used from now on, also at the next start. */
  use(id: string): Promise<void>;
  /**
   * Takes the token back at the server and forgets the account. Answers why the server was not told, in words; null when
   * it was.
   */
  signOut(id: string): Promise<string | null>;
  /** Who has access. @throws AppError `unsupported` where the server does not say */
  devices(id: string): Promise<readonly Device[]>;
  /** Takes a device's access back. */
  revoke(id: string, deviceKey: string): Promise<void>;
}
