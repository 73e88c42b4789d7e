import type { Kysely } from 'kysely';
import type { Schema } from '../metadata/schema.ts';
import { first } from '../metadata/work.ts';
import type { Tx, Work } from '../metadata/work.ts';

/** Counts the volume's generation up, by one where nothing is said, and answers the new one (protocol §5.3). */
export function* nextGeneration({ fill }: Tx, volumeId: string, steps = 1): Work<number> {
  const row = yield* first(fill(countUp, volumeId, steps));
  if (row === null) throw new Error(`no volume ${volumeId}`);
  return row.generation;
}

function countUp(db: Kysely<Schema>, volumeId: string, steps: number) {
  return db
    .updateTable('volume')
    .set((e) => ({ generation: e('generation', '+', steps) }))
    .where('id', '=', volumeId)
    .returning('generation');
}
