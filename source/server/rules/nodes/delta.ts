import { all } from '../../metadata/work.ts';
import type { Tx, Work } from '../../metadata/work.ts';
import type { VolumeRow } from '../../metadata/schema.ts';
import { locate } from './list.ts';
import type { Described } from './list.ts';

/** What changed in a volume after a generation, dead nodes too, without its top directory (protocol §2.3). */
export function* changesSince(tx: Tx, volume: VolumeRow, generation: number): Work<Described[]> {
  if (volume.generation <= generation) return [];
  const rows = yield* all(
    tx.db
      .selectFrom('node')
      .selectAll()
      .where('volume_id', '=', volume.id)
      .where('generation', '>', generation)
      .where('parent_id', 'is not', null)
      .orderBy('generation'),
  );
  return yield* locate(tx, rows);
}
