import { AppError } from '../../domain/app-error.ts';
import { createContentHash } from '../../protocol/content-hash.ts';
import type { ContentDigest } from '../../protocol/content-hash.ts';
import type { ReceiveOptions } from './blobs.ts';
import { SMALL } from './small-cache.ts';

/** Content on its way in: counted, hashed, and refused where it grows over the limit. */
export interface Intake {
  /** All of it when it is small; null when there is more, which `rest` has, what was taken so far included. */
  takeSmall(): Promise<Buffer | null>;
  rest(): AsyncIterable<Uint8Array>;
  /** Once all is taken. */
  digest(): ContentDigest;
}

export function createIntake(source: AsyncIterable<Uint8Array>, { limit }: ReceiveOptions): Intake {
  const iterator = source[Symbol.asyncIterator]();
  const hash = createContentHash();
  const head: Uint8Array[] = [];
  let size = 0;
  const next = async (): Promise<Uint8Array | null> => {
    const { value, done } = await iterator.next();
    if (done === true) return null;
    size += value.byteLength;
    if (size > limit) await refuse(iterator, size, limit);
    return value;
  };
  return {
    takeSmall: async () => {
      for (let chunk = await next(); chunk !== null; chunk = await next()) {
        head.push(chunk);
        if (size > SMALL) return null;
      }
      for (const chunk of head) hash.update(chunk);
      return Buffer.concat(head);
    },
    rest: async function* () {
      for (const chunk of head.splice(0)) {
        hash.update(chunk);
        yield chunk;
      }
      for (let chunk = await next(); chunk !== null; chunk = await next()) {
        hash.update(chunk);
        yield chunk;
      }
    },
    digest: () => hash.digest(),
  };
}

async function refuse(iterator: AsyncIterator<Uint8Array>, size: number, limit: number): Promise<never> {
  await iterator.return?.();
  throw new AppError('out-of-space', `Upload will exceed quota (needed size ${size}, free bytes ${limit}).`);
}
