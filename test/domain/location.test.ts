import { describe, expect, it } from 'vitest';
import {
  childOf,
  cloudLocation,
  isWithin,
  localLocation,
  nameOf,
  parentOf,
  toPlainPath,
} from '../../source/domain/location.ts';

describe('locations', () => {
  it('go up from a folder through the volume to the list of volumes, and no further', () => {
    const file = cloudLocation('e', 'one/two', '/docs/a.txt');
    const trail = [];
    for (let at = parentOf(file); at !== null; at = parentOf(at)) trail.push(toPlainPath(at));
    expect(trail).toEqual(['one/two/docs', 'one/two', '']);
    expect(parentOf(localLocation('/'))).toBeNull();
  });

  it('make the volume out of a name in the list of volumes', () => {
    expect(childOf(cloudLocation('e', null), 'one/two')).toEqual(cloudLocation('e', 'one/two', '/'));
    expect(nameOf(cloudLocation('e', 'one/two'))).toBe('one/two');
  });

  it('know what lies within what, by whole names', () => {
    expect(isWithin(localLocation('/a/b'), localLocation('/a'))).toBe(true);
    expect(isWithin(localLocation('/ab'), localLocation('/a'))).toBe(false);
    expect(isWithin(cloudLocation('e', 'v', '/x'), cloudLocation('f', 'v', '/'))).toBe(false);
  });
});
