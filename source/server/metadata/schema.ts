import type { Generated, Selectable } from 'kysely';

/** Truth values are 0 and 1, times milliseconds since 1970, ids UUIDs; the same in every database. */
type Bit = 0 | 1;

export interface AccountTable {
  readonly id: Generated<number>;
  /** Lower case: people do not remember how they wrote it. */
  readonly email: string;
  readonly visible_name: string;
  /** The suffix of the OpenID, and the consumer key of all tokens from sign-in (protocol §4.1). */
  readonly openid: string;
  readonly consumer_secret: string;
  /** An encoded argon2id hash; null where nobody may sign in by password. */
  readonly password: string | null;
  readonly max_bytes: number;
  /** Sum of the sizes of live files in live volumes (protocol §5.5). */
  readonly used_bytes: number;
  readonly created_at: number;
  readonly disabled_at: number | null;
  /** The secret of the one-time codes in base32; null where there is none. */
  readonly otp_secret: string | null;
  /** The last time step whose code was used, so that no code works twice. */
  readonly otp_step: number;
}

export interface TokenTable {
  readonly token: string;
  readonly token_secret: string;
  readonly consumer_key: string;
  readonly consumer_secret: string;
  readonly account_id: number;
  readonly name: string;
  readonly created_at: number;
  readonly updated_at: number;
  /** When the client told of it by the ping of protocol §4.2; null before. */
  readonly registered_at: number | null;
}

export interface VolumeTable {
  readonly id: string;
  readonly account_id: number;
  readonly type: 'root' | 'udf';
  /** Without `~/`. */
  readonly path: string;
  readonly generation: number;
  readonly top_id: string;
  readonly created_at: number;
  readonly is_live: Bit;
  /** When it was deleted; null while it lives. */
  readonly died_at: number | null;
}

export interface NodeTable {
  readonly id: string;
  readonly volume_id: string;
  /** Null for a volume's top directory. */
  readonly parent_id: string | null;
  readonly name: string;
  /** The name, or a digest of a very long one: what indexes hold. */
  readonly name_key: string;
  readonly kind: 'file' | 'directory';
  /** `sha1:…`; null for directories and for files without content. */
  readonly hash: string | null;
  readonly size: number | null;
  /** The UUID behind the public address; null when not published. */
  readonly public_id: string | null;
  readonly generation: number;
  readonly generation_created: number;
  readonly created_at: number;
  readonly changed_at: number;
  readonly is_live: Bit;
  /** When it was deleted, alone or with a directory above it; null while it lives. */
  readonly died_at: number | null;
}

export interface BlobTable {
  readonly hash: string;
  readonly magic_hash: string;
  readonly size: number;
  readonly created_at: number;
  /**
   * When the sweep took the content away; null while it is there. While it is being taken away this lies some minutes
   * ahead. An upload that began before it has to begin anew.
   */
  readonly gone_at: number | null;
  /** The bytes where they are few, so that one commit keeps both; null where the blobs have them. */
  readonly content: Uint8Array | null;
}

/** Requests that changed something, so that an exact repeat is refused. */
export interface ReplayTable {
  readonly fingerprint: string;
  readonly seen_at: number;
}

/** Failed sign-ins, to slow down guessing. */
export interface AttemptTable {
  readonly subject: string;
  readonly at: number;
}

/** Tokens on their way through the three-legged flow (protocol §4.5). */
export interface RequestTokenTable {
  readonly token: string;
  readonly token_secret: string;
  readonly callback: string;
  readonly verifier: string | null;
  readonly account_id: number | null;
  readonly name: string;
  readonly created_at: number;
}

/** Internal errors, to be found again by the ID a person was shown. */
export interface OopsTable {
  readonly id: string;
  readonly at: number;
  readonly summary: string;
  readonly stack: string;
}

/** A browser in which somebody is signed in to the web page. */
export interface SessionTable {
  /** A digest of the cookie: who reads the table can not sign in with it. */
  readonly id: string;
  readonly account_id: number;
  /** A digest of the account's password as it was: with another password the session is over. */
  readonly proof: string;
  /** What the browser calls itself. */
  readonly agent: string;
  /** The secret of one-time codes that is being set up; null where none is. */
  readonly otp_pending: string | null;
  readonly created_at: number;
  readonly seen_at: number;
}

/** What a user has running at one of several servers, where it is much. */
export interface RunningTable {
  readonly server: string;
  readonly cell: number;
  readonly count: number;
  readonly seen_at: number;
}

/** Locks among programs that share an SQLite file (PostgreSQL has its own), and what moves leave word of (`marks.ts`). */
export interface LeaseTable {
  readonly name: string;
  readonly holder: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export interface Schema {
  readonly account: AccountTable;
  readonly token: TokenTable;
  readonly volume: VolumeTable;
  readonly node: NodeTable;
  readonly blob: BlobTable;
  readonly replay: ReplayTable;
  readonly attempt: AttemptTable;
  readonly request_token: RequestTokenTable;
  readonly oops: OopsTable;
  readonly session: SessionTable;
  readonly lease: LeaseTable;
  readonly running: RunningTable;
}

export type AccountRow = Selectable<AccountTable>;
/** What of an account is no secret. */
export type AccountFacts = Omit<AccountRow, 'consumer_secret' | 'password' | 'otp_secret' | 'otp_step'>;
export type TokenRow = Selectable<TokenTable>;
export type VolumeRow = Selectable<VolumeTable>;
export type NodeRow = Selectable<NodeTable>;
export type BlobRow = Selectable<BlobTable>;
export type SessionRow = Selectable<SessionTable>;
