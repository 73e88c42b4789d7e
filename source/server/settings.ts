/** What whoever runs a server may choose. `defaultSettings` is what is used where nothing is said. */
export interface ServerSettings {
  /** Seconds that a timestamp may be off in either direction. */
  readonly timestampWindow: number;
  /** Take PLAINTEXT signatures on any connection, for a server behind a proxy that does TLS. */
  readonly allowPlaintext: boolean;
  /** The status of a full quota: 507 as in 2011, 402 as from 2012 on (protocol §3.1). */
  readonly outOfSpaceStatus: 507 | 402;
  /** `https://host` under which public links are given out; null for the host that the client asked. */
  readonly publicUrl: string | null;
  /** Write the paths of requests to the log. */
  readonly logFileNames: boolean;
}

export const defaultSettings: ServerSettings = {
  timestampWindow: 15 * 60,
  allowPlaintext: false,
  outOfSpaceStatus: 507,
  publicUrl: null,
  logFileNames: false,
};
