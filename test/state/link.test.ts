import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { counterpart } from '../../source/state/link.ts';

describe('the place that goes with another', () => {
  const link = { left: localLocation('/home/ted/p'), right: cloudLocation('e', 'testing', '/docs/q') };

  it.each([
    ['/home/ted/p', cloudLocation('e', 'testing', '/docs/q')],
    ['/home/ted/p/a/caf\udce9', cloudLocation('e', 'testing', '/docs/q/a/caf\udce9')],
    ['/home/ted', cloudLocation('e', 'testing', '/docs')],
    ['/home/ted/other', cloudLocation('e', 'testing', '/docs/other')],
    ['/home', cloudLocation('e', 'testing')],
    ['/', cloudLocation('e', null)],
    ['/srv', cloudLocation('e', 'srv')],
  ])('%s goes with %o', (path, place) => expect(counterpart(link, 'left', localLocation(path))).toEqual(place));

  it('is found the other way round, too, and is none above the top or on another side', () => {
    expect(counterpart(link, 'right', cloudLocation('e', 'testing', '/docs/x'))).toEqual(localLocation('/home/ted/x'));
    const shallow = { left: localLocation('/a/b'), right: localLocation('/') };
    expect(counterpart(shallow, 'left', localLocation('/a'))).toBeNull();
    expect(counterpart(link, 'left', cloudLocation('e', 'testing'))).toBeNull();
  });
});
