const KEY = /^([A-Za-z0-9_-]{22})(?::([A-Za-z0-9_-]{22}))?$/;

/** UUIDs behind a node key; `volume` is null for a node of the root volume. */
export interface NodeKeyParts {
  readonly volume: string | null;
  readonly node: string;
}

/** True for text of the shape of a node key (protocol §5.4). */
export function isNodeKey(text: string): boolean {
  return KEY.test(text);
}

/** A node's key: base64url of its UUID, in a user's folder after the volume's and a colon (protocol §5.4). */
export function encodeNodeKey({ volume, node }: NodeKeyParts): string {
  return volume === null ? encodeUuid(node) : `${encodeUuid(volume)}:${encodeUuid(node)}`;
}

/** The UUIDs of a key; null when it is none. */
export function decodeNodeKey(key: string): NodeKeyParts | null {
  const match = KEY.exec(key);
  if (!match?.[1]) return null;
  if (match[2] === undefined) return { volume: null, node: decodeUuid(match[1]) };
  return { volume: decodeUuid(match[1]), node: decodeUuid(match[2]) };
}

function encodeUuid(uuid: string): string {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex').toString('base64url');
}

function decodeUuid(text: string): string {
  const hex = Buffer.from(text, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
