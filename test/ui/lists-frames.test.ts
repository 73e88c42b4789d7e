import { describe, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { expectFrames } from '../helpers/frames.tsx';

describe('frames of the lists', () => {
  it('with the places', async () => {
    await expectFrames('places', ({ press, dispatch }) => {
      dispatch({
        type: 'places/known',
        places: {
          bookmarks: [
            { name: 'work', location: localLocation('/home/ted/projects/u1') },
            { name: 'caf\udce9', location: localLocation('/srv/caf\udce9') },
            { name: 'letters', location: cloudLocation('embedded', 'testing', '/docs/letters') },
          ],
          recent: [localLocation('/home/ted/a/long/way/down/to/a/folder/that/is/hard/to/find'), localLocation('/tmp')],
        },
      });
      dispatch({ type: 'places/volumes', names: ['Ubuntu One', 'testing'] });
      press('b', 'down');
    });
  });

  it('with no place that fits', async () => {
    await expectFrames('places-none', ({ press, type }) => {
      press('b');
      type('zebra');
    });
  });
});
