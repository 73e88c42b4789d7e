import { AppError } from '../../../domain/app-error.ts';
import type { Route } from '../../../protocol/routes.ts';
import { valueOf } from '../../../protocol/target.ts';
import { describe, getNode, listChildren, listPublic } from '../../rules/nodes/list.ts';
import type { NodeWish } from '../../rules/nodes/put.ts';
import { putNode } from '../../rules/nodes/put.ts';
import { removeNode } from '../../rules/nodes/remove.ts';
import { json } from '../answers.ts';
import { readObject } from '../body.ts';
import type { Answer, SignedCall } from '../call.ts';
import { listing } from '../listing.ts';
import { publicBase } from '../public-base.ts';
import { representNode } from '../represent.ts';

type NodeCall = SignedCall<Extract<Route, { name: 'node' }>>;

/** A folder of up to so many is one answer with a length. */
const FIRST_PAGE = 200;

/** A node; a directory with its children where `include_children` asks for them (protocol §2.4). */
export async function getNodeAt(call: NodeCall): Promise<Answer> {
  const { context, bearer, route, query } = call;
  const asked = valueOf(query, 'include_children')?.toLowerCase() ?? 'false';
  const wantsChildren = !['false', '0', ''].includes(asked);
  const { node, first } = await context.metadata.read(function* (tx) {
    const node = yield* getNode(tx, bearer.account.id, route.path);
    const first = wantsChildren ? yield* listChildren(tx, node, { after: null, limit: FIRST_PAGE }) : null;
    return { node, first };
  });
  if (first === null) return json(representNode(node, publicBase(call)));
  const openSnapshot = () => context.metadata.openSnapshot();
  return listing({ directory: node, first, publicBase: publicBase(call), openSnapshot });
}

/** Makes, moves, publishes, or fills with content that is here already: what the body asks for (protocol §2.4). */
export async function putNodeAt(call: NodeCall): Promise<Answer> {
  const { bearer, route, write } = call;
  const wish = readWish(await readObject(call));
  const described = await write(function* (tx) {
    return yield* describe(tx, yield* putNode(tx, bearer.account.id, route.path, wish));
  });
  return json(representNode(described, publicBase(call)));
}

/** Removes a node and all below it; `null` as for volumes (protocol §2.4). */
export async function deleteNode({ bearer, route, write }: NodeCall): Promise<Answer> {
  await write((tx) => removeNode(tx, bearer.account.id, route.path));
  return json(null);
}

/** All published files of the account, in a plain array (protocol §2.6). */
export async function getPublicFiles(call: SignedCall): Promise<Answer> {
  const files = await call.context.metadata.read((tx) => listPublic(tx, call.bearer.account.id));
  return json(files.map((file) => representNode(file, publicBase(call))));
}

/** The keys that mean something; whatever else is in there is passed over (protocol §2.4). */
function readWish(body: Readonly<Record<string, unknown>>): NodeWish {
  const isPublic = body['is_public'] ?? null;
  if (isPublic !== null && typeof isPublic !== 'boolean')
    throw new AppError('usage', 'is_public must be true or false.');
  return {
    kind: readString(body, 'kind'),
    path: readString(body, 'path'),
    isPublic,
    hash: readString(body, 'hash'),
    magicHash: readString(body, 'magic_hash'),
  };
}

function readString(body: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = body[key] ?? null;
  if (value !== null && typeof value !== 'string') throw new AppError('usage', `${key} must be a string.`);
  return value === '' ? null : value;
}
