import type { Route } from '../../protocol/routes.ts';
import { authenticate } from './authenticate.ts';
import type { Answer, Call, SignedCall } from './call.ts';

/** A handler that is only reached with a good signature. */
export function signed<R extends Route>(
  handler: (call: SignedCall<R>) => Promise<Answer>,
): (call: Call<R>) => Promise<Answer> {
  return async (call) => await handler(await authenticate(call));
}
