import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { newFound } from '../../source/state/found.ts';
import { newPane } from '../../source/state/pane.ts';
import { locationOf, pathBelow } from '../../source/state/selectors.ts';

describe('the place of what was found', () => {
  it('is told by the longest volume that its path begins with', () => {
    const found = { ...newFound('x'), volumes: ['one', 'one/two', 'Ubuntu One'] };
    const pane = { ...newPane(cloudLocation('e', null)), found };
    expect(locationOf(pane, 'one/two/x')).toEqual(cloudLocation('e', 'one/two', '/x'));
    expect(locationOf(pane, 'one/three')).toEqual(cloudLocation('e', 'one', '/three'));
    expect(locationOf(pane, 'Ubuntu One')).toEqual(cloudLocation('e', 'Ubuntu One'));
  });

  it('lies below the folder of the pane anywhere else', () => {
    const pane = { ...newPane(localLocation('/')), found: newFound('x') };
    expect(locationOf(pane, 'a/b')).toEqual(localLocation('/a/b'));
    expect(pathBelow(localLocation('/'), localLocation('/a/b'))).toBe('a/b');
    expect(pathBelow(localLocation('/a'), localLocation('/a'))).toBe('');
    expect(pathBelow(cloudLocation('e', null), cloudLocation('e', 'one/two', '/x'))).toBe('one/two/x');
  });
});
