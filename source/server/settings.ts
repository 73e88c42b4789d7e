/** What whoever runs a server may choose. `defaultSettings` is what is used where nothing is said. */
export interface ServerSettings {
  /** Seconds that a timestamp may be off in either direction. */
  readonly timestampWindow: number;
  /** Take PLAINTEXT signatures on any connection, also where others may listen in. */
  readonly allowPlaintext: boolean;
  /** Believe what a proxy in front says in X-Forwarded-For and X-Forwarded-Proto. */
  readonly trustProxy: boolean;
  /** Let anyone make an account of their own. */
  readonly allowRegistration: boolean;
  /** Bytes that a new account gets. */
  readonly defaultQuota: number;
  /** Failed sign-ins within a quarter of an hour after which an account has to wait; ten times as many for an address. */
  readonly signInTries: number;
  /** The status of a full quota: 507 as in 2011, 402 as from 2012 on (protocol §3.1). */
  readonly outOfSpaceStatus: 507 | 402;
  /** `https://host` under which public links are given out; null for the host that the client asked. */
  readonly publicUrl: string | null;
  /** Requests of one user that run at a time; more are told to come again. */
  readonly requestsPerUser: number;
  /** Days that deleted files can be undeleted. */
  readonly keepDeletedDays: number;
  /** Write the paths of requests to the log. */
  readonly logFileNames: boolean;
}

export const defaultSettings: ServerSettings = {
  timestampWindow: 15 * 60,
  allowPlaintext: false,
  trustProxy: false,
  allowRegistration: false,
  defaultQuota: 5_368_709_120,
  signInTries: 10,
  outOfSpaceStatus: 507,
  publicUrl: null,
  requestsPerUser: 64,
  keepDeletedDays: 30,
  logFileNames: false,
};
