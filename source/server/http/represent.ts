import { encodeNodeKey } from '../../protocol/node-key.ts';
import { encodePublicId } from '../../protocol/public-id.ts';
import type { Account, Delta, Node, User, Volume } from '../../protocol/resources.ts';
import { formatTimestamp } from '../../protocol/timestamp.ts';
import type { AccountFacts, VolumeRow } from '../metadata/schema.ts';
import type { Described } from '../rules/nodes/list.ts';

/** The user with exactly the keys of protocol §2.1: a strict client rejects unknown ones. */
export function representUser(account: AccountFacts, volumes: readonly VolumeRow[]): User {
  const paths = (type: VolumeRow['type']) =>
    volumes.filter((each) => each.type === type).map(({ path }) => `/~/${path}`);
  return {
    resource_path: '',
    user_id: account.id,
    visible_name: account.visible_name,
    max_bytes: account.max_bytes,
    used_bytes: account.used_bytes,
    root_node_path: paths('root')[0] ?? '',
    user_node_paths: paths('udf'),
  };
}

/** A volume as in protocol §2.3. */
export function representVolume(volume: VolumeRow): Volume {
  return {
    resource_path: `/volumes/~/${volume.path}`,
    type: volume.type,
    path: `~/${volume.path}`,
    generation: volume.generation,
    node_path: `/~/${volume.path}`,
    content_path: `/content/~/${volume.path}`,
    when_created: formatTimestamp(volume.created_at),
  };
}

/** A node as in protocol §2.4; `publicBase` is what public identifiers are appended to. */
export function representNode(described: Described, publicBase: string): Node {
  const { node, hasChildren } = described;
  const common = representCommon(described);
  if (node.kind === 'directory') return { ...common, kind: 'directory', has_children: hasChildren };
  return {
    ...common,
    kind: 'file',
    hash: node.hash,
    size: node.size,
    is_public: node.public_id !== null,
    public_url: node.public_id === null ? null : `${publicBase}/${encodePublicId(node.public_id)}`,
  };
}

/** What changed after generation `from`, the deleted too (protocol §2.3). */
export function representDelta(from: number, nodes: readonly Described[], publicBase: string): Delta {
  return { from_generation: from, nodes: nodes.map((each) => representNode(each, publicBase)) };
}

function representCommon({ volume, node, path }: Described) {
  const top = `/~/${volume.path}`;
  const below = path === '/' ? '' : path;
  return {
    resource_path: top + below,
    key: encodeNodeKey({ volume: volume.type === 'root' ? null : volume.id, node: node.id }),
    path,
    parent_path: path === '/' ? null : top + path.slice(0, path.lastIndexOf('/')),
    volume_path: `/volumes/~/${volume.path}`,
    when_created: formatTimestamp(node.created_at),
    when_changed: formatTimestamp(node.changed_at),
    generation: node.generation,
    generation_created: node.generation_created,
    is_live: node.is_live === 1,
    content_path: `/content/~/${volume.path}${below}`,
  };
}

/** Every key of the account in protocol §2.7, though most of those services are no more. */
export function representAccount(account: AccountFacts, origin: string): Account & Record<string, unknown> {
  const [firstName = '', ...lastNames] = account.visible_name.split(' ');
  return {
    username: account.openid,
    openid: `${origin}/+id/${account.openid}`,
    first_name: firstName,
    last_name: lastNames.join(' '),
    nickname: account.visible_name,
    email: account.email,
    id: account.id,
    couchdb_root: '',
    couchdb: { host: '', root: '', dbpath: '' },
    features: ['file_sync'],
    current_plan: 'u1file',
    detailed_plans: [],
    subscription: representSubscription(account),
    total_storage: account.max_bytes,
  };
}

function representSubscription(account: AccountFacts) {
  return {
    description: 'u1file',
    currency: 'USD',
    started: formatTimestamp(account.created_at),
    is_paid: false,
    expires: null,
    id: account.id,
    price: 0,
    trial: false,
    qty: 1,
    upgrade_available: false,
    name: 'u1file',
  };
}
