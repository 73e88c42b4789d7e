/**
 * The steps from an empty database to the present one; `user_version` counts how many were taken. A step is never
 * changed once released, only followed by another.
 */
export const STEPS: readonly string[] = [
  `
  CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    visible_name TEXT NOT NULL,
    openid TEXT NOT NULL UNIQUE,
    consumer_secret TEXT NOT NULL,
    password TEXT,
    max_bytes INTEGER NOT NULL,
    used_bytes INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    disabled_at INTEGER,
    otp_secret TEXT,
    otp_step INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE token (
    token TEXT PRIMARY KEY,
    token_secret TEXT NOT NULL,
    consumer_key TEXT NOT NULL,
    consumer_secret TEXT NOT NULL,
    account_id INTEGER NOT NULL REFERENCES account (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    registered_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX token_name ON token (account_id, consumer_key, name);
  CREATE TABLE volume (
    id TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    type TEXT NOT NULL,
    path TEXT NOT NULL,
    generation INTEGER NOT NULL DEFAULT 0,
    top_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    is_live INTEGER NOT NULL DEFAULT 1,
    died_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX volume_path ON volume (account_id, path) WHERE is_live = 1;
  CREATE TABLE node (
    id TEXT PRIMARY KEY,
    volume_id TEXT NOT NULL REFERENCES volume (id),
    parent_id TEXT REFERENCES node (id),
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    hash TEXT,
    size INTEGER,
    public_id TEXT UNIQUE,
    generation INTEGER NOT NULL,
    generation_created INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    is_live INTEGER NOT NULL DEFAULT 1,
    died_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX node_child ON node (parent_id, name_key) WHERE is_live = 1;
  CREATE INDEX node_parent ON node (parent_id);
  CREATE INDEX node_generation ON node (volume_id, generation);
  CREATE INDEX node_hash ON node (hash) WHERE hash IS NOT NULL;
  CREATE TABLE blob (
    hash TEXT PRIMARY KEY,
    magic_hash TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    gone_at INTEGER
  ) STRICT;
  CREATE TABLE replay (fingerprint TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX replay_age ON replay (seen_at);
  CREATE TABLE attempt (subject TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
  CREATE INDEX attempt_subject ON attempt (subject, at);
  CREATE TABLE request_token (
    token TEXT PRIMARY KEY,
    token_secret TEXT NOT NULL,
    callback TEXT NOT NULL,
    verifier TEXT,
    account_id INTEGER REFERENCES account (id),
    name TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE oops (id TEXT PRIMARY KEY, at INTEGER NOT NULL, summary TEXT NOT NULL, stack TEXT NOT NULL) STRICT;
  CREATE INDEX oops_age ON oops (at);
  `,
  `
  CREATE TABLE session (
    id TEXT PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES account (id),
    proof TEXT NOT NULL,
    agent TEXT NOT NULL,
    otp_pending TEXT,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX session_account ON session (account_id);
  `,
  `
  ALTER TABLE blob ADD COLUMN content BLOB;
  `,
  `
  CREATE TABLE lease (name TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) STRICT;
  CREATE TABLE running (
    server TEXT NOT NULL,
    cell INTEGER NOT NULL,
    count INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (server, cell)
  ) STRICT, WITHOUT ROWID;
  `,
];
