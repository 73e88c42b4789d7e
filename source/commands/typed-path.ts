import { checkName } from '../domain/check-location.ts';
import {
  childOf,
  cloudLocation,
  localLocation,
  parentOf,
  type CloudLocation,
  type Location,
} from '../domain/location.ts';
import { parseCloudPath, parseLocalPath } from './target.ts';

/** What a typed path is understood from. */
export interface TypedFrom {
  /** The folder of the pane. */
  readonly base: Location;
  readonly account: string;
  readonly home: string;
  readonly volumes: readonly string[];
}

/**
 * A typed path as a place. On this machine: absolute, `~`, or from the folder of the pane. In the cloud: a volume first, or from
 * the folder of the pane where no volume is called so, or where it begins with `.` or `..`. `cloud:` and `local:` in front go
 * to the other side. @throws AppError `invalid-name`
 */
export function parseTypedPath(text: string, { base, account, home, volumes }: TypedFrom): Location {
  const [, side, rest = ''] = /^(cloud|local):(.*)$/s.exec(text) ?? [];
  if (side === 'local') return parseLocalPath(rest, home, home);
  if (side === 'cloud') return parseCloudPath(rest, account, volumes);
  if (base.side === 'local') return parseLocalPath(text, base.path, home);
  return isFromBase(text, base, volumes) ? relative(text, base) : parseCloudPath(text, base.account, volumes);
}

function isFromBase(text: string, base: CloudLocation, volumes: readonly string[]): boolean {
  if (/^\.\.?(\/|$)/.test(text)) return true;
  if (text === '' || text.startsWith('/') || text.startsWith('~') || base.volume === null) return false;
  return !volumes.some((volume) => text === volume || text.startsWith(`${volume}/`));
}

function relative(text: string, base: CloudLocation): Location {
  let at: Location = base;
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') at = parentOf(at) ?? at;
    else {
      checkName(segment);
      at = childOf(at, segment);
    }
  }
  return at;
}

/** The folder whose names go on from this typed folder part, which is empty or ends in a slash. */
export function typedFolderPlace(folder: string, from: TypedFrom): Location {
  if (folder === '') return from.base;
  if (folder === '/') return from.base.side === 'local' ? localLocation('/') : cloudLocation(from.account, null);
  return parseTypedPath(folder, from);
}
