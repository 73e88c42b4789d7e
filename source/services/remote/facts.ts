import type { Fact } from '../../domain/fact.ts';
import type { CallOptions } from '../../domain/file-store.ts';
import type { CloudLocation } from '../../domain/location.ts';
import type { FilesApi } from './files-api.ts';
import { wirePath } from './places.ts';

/** Every field of the node, of the volume, or of the user where the list of volumes is asked for, with its name on the wire. */
export async function factsOf(
  api: FilesApi,
  { volume, ...place }: CloudLocation,
  options: CallOptions = {},
): Promise<readonly Fact[]> {
  const fields = await fieldsOf(api, { volume, ...place }, options);
  return Object.entries(fields).map(([name, value]) => ({ name, value: words(value) }));
}

async function fieldsOf(
  api: FilesApi,
  { volume, ...place }: CloudLocation,
  options: CallOptions,
): Promise<Readonly<Record<string, unknown>>> {
  if (volume === null) return api.fields({ name: 'user' }, options);
  if (place.path === '/') return api.fields({ name: 'volume', path: volume }, options);
  return api.fields({ name: 'node', path: wirePath({ ...place, volume }) }, options);
}

function words(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
