import * as v from 'valibot';
import { AppError } from '../domain/app-error.ts';

const integer = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const userSchema = v.object({
  resource_path: v.string(),
  user_id: v.number(),
  visible_name: v.string(),
  max_bytes: integer,
  used_bytes: integer,
  root_node_path: v.string(),
  user_node_paths: v.array(v.string()),
});

const common = {
  resource_path: v.string(),
  key: v.string(),
  path: v.string(),
  parent_path: v.nullable(v.string()),
  volume_path: v.string(),
  when_created: v.string(),
  when_changed: v.string(),
  generation: integer,
  generation_created: integer,
  is_live: v.boolean(),
  content_path: v.string(),
};

const fileSchema = v.object({
  ...common,
  kind: v.literal('file'),
  /** Null while the file was never filled. */
  hash: v.nullable(v.string()),
  size: v.nullable(integer),
  is_public: v.boolean(),
  public_url: v.nullable(v.string()),
});

const directorySchema = v.object({ ...common, kind: v.literal('directory'), has_children: v.boolean() });

const nodeSchema = v.variant('kind', [fileSchema, directorySchema]);

const deltaSchema = v.object({ from_generation: integer, nodes: v.array(nodeSchema) });

const volumeSchema = v.object({
  resource_path: v.string(),
  type: v.picklist(['root', 'udf']),
  path: v.string(),
  generation: integer,
  node_path: v.string(),
  content_path: v.string(),
  when_created: v.string(),
});

const volumeDeltaSchema = v.object({ ...volumeSchema.entries, delta: deltaSchema });

const quotaSchema = v.object({ total: integer, used: integer });

const sso1TokenSchema = v.object({
  consumer_key: v.string(),
  consumer_secret: v.string(),
  token: v.string(),
  token_secret: v.string(),
  name: v.string(),
  created: v.optional(v.string()),
  updated: v.optional(v.string()),
});

const sso2TokenSchema = v.object({
  href: v.string(),
  token_key: v.string(),
  token_secret: v.string(),
  token_name: v.string(),
  consumer_key: v.string(),
  consumer_secret: v.string(),
  date_created: v.string(),
  date_updated: v.string(),
  openid: v.string(),
});

/** The representations of protocol §2, with the names they have on the wire. */
export type User = v.InferOutput<typeof userSchema>;
export type Volume = v.InferOutput<typeof volumeSchema>;
export type VolumeWithDelta = v.InferOutput<typeof volumeDeltaSchema>;
export type FileNode = v.InferOutput<typeof fileSchema>;
export type DirectoryNode = v.InferOutput<typeof directorySchema>;
export type Node = FileNode | DirectoryNode;
export type Delta = v.InferOutput<typeof deltaSchema>;
export type QuotaAnswer = v.InferOutput<typeof quotaSchema>;
export type Sso1Token = v.InferOutput<typeof sso1TokenSchema>;
export type Sso2Token = v.InferOutput<typeof sso2TokenSchema>;

/** The part of an account that both ends share; the server sends the whole table of protocol §2.7. */
export interface Account {
  readonly username: string;
  readonly email: string;
  /** Bytes. */
  readonly total_storage?: number;
}

/** What a client may ask of a node (protocol §2.4, PUT). */
export interface NodeChange {
  readonly kind?: 'file' | 'directory';
  readonly path?: string;
  readonly is_public?: boolean;
  readonly hash?: string;
  readonly magic_hash?: string;
}

/** Turns unknown JSON into a representation; what does not fit is a `bad-answer` that names the key. */
export type Decode<T> = (json: unknown) => T;

export const decodeUser: Decode<User> = decoder('a user', userSchema);
/** Any of them, with all its fields whatever they are. */
export const decodeFields: Decode<Record<string, unknown>> = decoder('an object', v.record(v.string(), v.unknown()));
export const decodeVolume: Decode<Volume> = decoder('a volume', volumeSchema);
export const decodeVolumes: Decode<Volume[]> = decoder('a list of volumes', v.array(volumeSchema));
export const decodeVolumeWithDelta: Decode<VolumeWithDelta> = decoder('a volume with its delta', volumeDeltaSchema);
export const decodeNode: Decode<Node> = decoder('a node', nodeSchema);
export const decodeNodes: Decode<Node[]> = decoder('a list of nodes', v.array(nodeSchema));
export const decodeQuota: Decode<QuotaAnswer> = decoder('a quota', quotaSchema);
export const decodeSso1Token: Decode<Sso1Token> = decoder('a token', sso1TokenSchema);
export const decodeSso2Token: Decode<Sso2Token> = decoder('a token', sso2TokenSchema);
export const decodeSso2Tokens: Decode<Sso2Token[]> = decoder('a list of tokens', v.array(sso2TokenSchema));

/**
 * As `decodeNode`, ten times as fast, for listings of many thousands: a plain look at the types, and only what fails it
 * goes through the schema, which says what is wrong. Unknown keys stay.
 */
export const decodeNodeQuickly: Decode<Node> = (json) => (looksLikeNode(json) ? json : decodeNode(json));

function looksLikeNode(json: unknown): json is Node {
  if (typeof json !== 'object' || json === null) return false;
  const node = json as Partial<Record<keyof FileNode | 'has_children', unknown>>;
  const isCommon =
    typeof node.path === 'string' &&
    typeof node.key === 'string' &&
    typeof node.resource_path === 'string' &&
    typeof node.content_path === 'string' &&
    typeof node.volume_path === 'string' &&
    isStringOrNull(node.parent_path) &&
    typeof node.when_created === 'string' &&
    typeof node.when_changed === 'string' &&
    isCount(node.generation) &&
    isCount(node.generation_created) &&
    typeof node.is_live === 'boolean';
  if (!isCommon) return false;
  if (node.kind === 'directory') return typeof node.has_children === 'boolean';
  return (
    node.kind === 'file' &&
    isStringOrNull(node.hash) &&
    (node.size === null || isCount(node.size)) &&
    typeof node.is_public === 'boolean' &&
    isStringOrNull(node.public_url)
  );
}

function isStringOrNull(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function decoder<T>(what: string, schema: v.GenericSchema<unknown, T>): Decode<T> {
  return (json) => {
    const result = v.safeParse(schema, json, { abortEarly: true });
    if (result.success) return result.output;
    const issue = result.issues[0];
    const at = v.getDotPath(issue) ?? 'the whole';
    throw new AppError('bad-answer', `The answer is not ${what} of the Files API: ${at} does not fit`, {
      hint: 'Is this address a server of the Ubuntu One Files API?',
    });
  };
}
