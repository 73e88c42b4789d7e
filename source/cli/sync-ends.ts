import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../domain/app-error.ts';
import { localLocation, type Location } from '../domain/location.ts';
import type { Cloud } from './cli.ts';
import { remoteFile } from './remote-path.ts';

type Reading = 'local' | 'cloud' | 'unclear';

/**
 * Tells which end of a sync is on this machine. `/…`, `./…`, `../…` and `~/…` are local, `cloud:…` is not; of what is left, a
 * path that is here is local and the other end is the cloud's. Throws `usage` where that leaves it open: a sync overwrites.
 */
export function syncEnds(from: string, to: string, cloud: Cloud): { readonly from: Location; readonly to: Location } {
  const [fromSide, toSide] = sidesOf(from, to);
  return { from: placeOf(from, fromSide, cloud), to: placeOf(to, toSide, cloud) };
}

function sidesOf(from: string, to: string): readonly ['local' | 'cloud', 'local' | 'cloud'] {
  const [a, b] = [readingOf(from), readingOf(to)];
  if (a !== 'unclear' && b !== 'unclear') return [a, b];
  if (a !== 'unclear') return [a, otherSide(a)];
  if (b !== 'unclear') return [otherSide(b), b];
  const [isFromHere, isToHere] = [existsSync(from), existsSync(to)];
  if (isFromHere !== isToHere) return isFromHere ? ['local', 'cloud'] : ['cloud', 'local'];
  throw new AppError('usage', `it is not clear which of ${from} and ${to} is on this machine`, {
    hint: 'begin the local one with ./ or the other with cloud:',
  });
}

function readingOf(text: string): Reading {
  if (text.startsWith('cloud:')) return 'cloud';
  return /^(\/|~(\/|$)|\.{1,2}(\/|$))/.test(text) ? 'local' : 'unclear';
}

function otherSide(side: 'local' | 'cloud'): 'local' | 'cloud' {
  return side === 'local' ? 'cloud' : 'local';
}

function placeOf(text: string, side: 'local' | 'cloud', cloud: Cloud): Location {
  return side === 'local' ? localLocation(resolve(text)) : remoteFile(text.replace(/^cloud:/, ''), cloud);
}
