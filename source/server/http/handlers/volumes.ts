import { AppError } from '../../../domain/app-error.ts';
import type { Route } from '../../../protocol/routes.ts';
import { valueOf } from '../../../protocol/target.ts';
import type { Pairs } from '../../../protocol/target.ts';
import { changesSince } from '../../rules/nodes/delta.ts';
import { findVolume, listVolumes, makeVolume, removeVolume } from '../../rules/volumes.ts';
import { json } from '../answers.ts';
import type { Answer, SignedCall } from '../call.ts';
import { publicBase } from '../public-base.ts';
import { representDelta, representVolume } from '../represent.ts';

type VolumeCall = SignedCall<Extract<Route, { name: 'volume' }>>;

/** All volumes of the account, in a plain array (protocol §2.2). */
export async function getVolumes({ context, bearer }: SignedCall): Promise<Answer> {
  const volumes = await context.metadata.read((tx) => listVolumes(tx, bearer.account.id));
  return json(volumes.map(representVolume));
}

/** A volume, with what changed since a generation where that is asked for (protocol §2.3). */
export async function getVolume(call: VolumeCall): Promise<Answer> {
  const { context, bearer, route, query } = call;
  const from = readGeneration(query);
  return await context.metadata.read(function* (tx) {
    const volume = yield* findVolume(tx, bearer.account.id, route.path);
    if (from === null) return json(representVolume(volume));
    const nodes = yield* changesSince(tx, volume, from);
    return json({ ...representVolume(volume), delta: representDelta(from, nodes, publicBase(call)) });
  });
}

/** 200 whether it was made or there already (protocol §2.3). */
export async function putVolume({ bearer, route, write }: VolumeCall): Promise<Answer> {
  return json(representVolume(await write((tx) => makeVolume(tx, bearer.account.id, route.path))));
}

/** The body `null` is the one shape that every known client takes (protocol §2.4). */
export async function deleteVolume({ bearer, route, write }: VolumeCall): Promise<Answer> {
  await write((tx) => removeVolume(tx, bearer.account.id, route.path));
  return json(null);
}

/** A volume's path that does not begin with `~/`, or has nothing behind it: there is none, and none is made (protocol §3.3). */
export async function noVolume({ method }: SignedCall): Promise<Answer> {
  if (method === 'PUT') throw new AppError('invalid-name', 'Path must start with ~/ and must not end with /.');
  throw new AppError('not-found', 'The volume does not exist.');
}

/** Which delta is asked for: both spellings of protocol §2.3; null for none. */
function readGeneration(query: Pairs): number | null {
  const from = valueOf(query, 'from_generation');
  if (from !== null) {
    if (!/^-?\d+$/.test(from)) throw new AppError('usage', 'from_generation is not a number.');
    return Math.max(-1, Math.min(Number(from), Number.MAX_SAFE_INTEGER));
  }
  const delta = valueOf(query, 'delta');
  return delta === null || ['false', '0'].includes(delta.toLowerCase()) ? null : 0;
}
