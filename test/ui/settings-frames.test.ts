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

  it('with more that is wrong than there is room for', async () => {
    await expectFrames('settings-many', ({ dispatch, press }) => {
      const problems = Array.from({ length: 12 }, (_, at) => `keys.conf line ${at + 1}: there is no command "nosuch"`);
      dispatch({ type: 'settings', settings: DEFAULT_SETTINGS, problems });
      press(',');
    });
  });
});
