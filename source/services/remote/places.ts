import { AppError } from '../../domain/app-error.ts';
import { checkLocation } from '../../domain/check-location.ts';
import { toPlainPath } from '../../domain/location.ts';
import type { CloudLocation, Location } from '../../domain/location.ts';

/** A place below the list of volumes. */
export interface VolumePlace extends CloudLocation {
  readonly volume: string;
}

/** The location as one of a cloud, checked. @throws AppError `invalid-name`, `unsupported` for a place of this machine */
export function cloudPlace(location: Location): CloudLocation {
  if (location.side !== 'cloud') throw new AppError('unsupported', 'This place is not in the cloud');
  checkLocation(location);
  return location;
}

/** The same where the list of volumes will not do. */
export function volumePlace(location: Location): VolumePlace {
  const place = cloudPlace(location);
  if (place.volume !== null) return { ...place, volume: place.volume };
  throw new AppError('permission-denied', 'The list of volumes holds volumes only', { path: toPlainPath(place) });
}

/** The same where only something below a volume's top folder will do. */
export function filePlace(location: Location): VolumePlace {
  const place = cloudPlace(location);
  if (place.volume !== null && place.path !== '/') return { ...place, volume: place.volume };
  throw new AppError('not-a-file', 'A volume is not a file', { path: toPlainPath(place) });
}

/** The same for a move: volumes keep their names. */
export function movablePlace(location: Location): VolumePlace {
  const place = cloudPlace(location);
  if (place.volume !== null && place.path !== '/') return { ...place, volume: place.volume };
  throw new AppError('unsupported', 'The cloud cannot move or rename a volume', { path: toPlainPath(place) });
}

/** `Ubuntu One/docs/a.txt`: how routes name it, and how a person writes it. */
export function wirePath({ volume, path }: VolumePlace): string {
  return path === '/' ? volume : volume + path;
}
