import type { NodeRow, VolumeRow } from '../metadata/schema.ts';

export interface NewVolume extends Pick<VolumeRow, 'path' | 'type'> {
  readonly accountId: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A volume as it begins, with its top directory. */
export function newVolume(
  { accountId, path, type, now }: NewVolume,
  newId: () => string,
): { volume: VolumeRow; top: NodeRow } {
  const volume: VolumeRow = {
    id: newId(),
    account_id: accountId,
    type,
    path,
    generation: 0,
    top_id: newId(),
    created_at: now,
    is_live: 1,
    died_at: null,
  };
  const top: NodeRow = {
    id: volume.top_id,
    volume_id: volume.id,
    parent_id: null,
    name: '',
    name_key: '',
    kind: 'directory',
    hash: null,
    size: null,
    public_id: null,
    generation: 0,
    generation_created: 0,
    created_at: now,
    changed_at: now,
    is_live: 1,
    died_at: null,
  };
  return { volume, top };
}
