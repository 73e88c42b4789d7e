import { describe, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../source/domain/settings.ts';
import { expectFrames } from '../helpers/frames.tsx';

describe('frames of the settings', () => {
  it('with what is wrong in their file', async () => {
    await expectFrames('settings', ({ dispatch, press }) => {
      const problems = ['settings.json line 3: there is no setting "colour"'];
      dispatch({ type: 'settings', settings: DEFAULT_SETTINGS, problems });
      press(',', 'down', 'down');
    });
  });
});
