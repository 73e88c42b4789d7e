import * as v from 'valibot';

const path = v.pipe(v.string(), v.startsWith('/'));

/** A location as it is kept in files of the program's own. */
export const locationSchema = v.variant('side', [
  v.object({ side: v.literal('local'), path }),
  v.object({ side: v.literal('cloud'), account: v.string(), volume: v.nullable(v.string()), path }),
]);
