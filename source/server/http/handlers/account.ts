import { json, text } from '../answers.ts';
import type { Answer, Call, SignedCall } from '../call.ts';
import { representAccount, representUser } from '../represent.ts';
import { quotaOf } from '../../rules/quota.ts';
import { listVolumes } from '../../rules/volumes.ts';

/** The user, with the volumes (protocol §2.1). */
export async function getUser({ context, bearer }: SignedCall): Promise<Answer> {
  const volumes = await context.metadata.read((tx) => listVolumes(tx, bearer.account.id));
  return json(representUser(bearer.account, volumes));
}

/** Exactly two keys: a strict client rejects more (protocol §2.7). */
export async function getQuota({ context, bearer }: SignedCall): Promise<Answer> {
  const { total, used } = await context.metadata.read((tx) => quotaOf(tx, bearer.account.id));
  return json({ total, used });
}

/** The account as the site told it (protocol §2.7). */
export async function getAccount({ bearer, origins }: SignedCall): Promise<Answer> {
  return json(representAccount(bearer.account, origins[0]));
}

/** Seconds since 1970, for clients whose clock is wrong (protocol §1.1). */
export async function getTime({ context }: Call): Promise<Answer> {
  return text(String(Math.floor(context.now() / 1000)));
}
