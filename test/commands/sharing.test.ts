import { describe, expect, it } from 'vitest';
import type { Entry } from '../../source/domain/entry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { activePane } from '../../source/state/selectors.ts';
import { sourceOf } from '../contracts/fixtures.ts';
import { openSession, type Session } from '../helpers/session.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const VOLUME = cloudLocation('embedded', 'testing');
const URL = 'http://127.0.0.1:8080/2aBcD';

/** A cloud that publishes, and that never answers what a folder holds once it has published. */
async function openPublishing(copied: string[]): Promise<Session> {
  const copyText = (text: string): boolean => copied.push(text) > 0;
  const session = await openSession(localLocation(temporaryFolder()), VOLUME, { copyText });
  await session.cloud.makeFolder(VOLUME);
  await session.cloud.write(cloudLocation('embedded', 'testing', '/a.txt'), sourceOf('a'), { taken: 'refuse' });
  await session.cloud.write(cloudLocation('embedded', 'testing', '/b.txt'), sourceOf('b'), { taken: 'refuse' });
  const publish = async (file: typeof VOLUME, isPublic: boolean): Promise<Entry> => {
    session.cloud.before = async (call, _, signal) => {
      if (call !== 'list') return;
      await new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error));
      });
    };
    return { ...(await session.cloud.stat(file)), publicUrl: isPublic ? URL : null };
  };
  Object.assign(session.cloud, { publish });
  session.press('tab', 'ctrl+r');
  await session.settled();
  return session;
}

describe('publishing', () => {
  it('gives the address to copy before the folder is read again', async () => {
    const copied: string[] = [];
    const session = await openPublishing(copied);
    session.press('down', 'p');
    await session.until(({ notice }) => notice !== null);
    expect(copied).toEqual([URL]);
    session.press('Y');
    expect(copied).toEqual([URL, URL]);
    expect(session.state().layers.at(-1)).toMatchObject({ type: 'address', name: 'a.txt', url: URL });
    session.press('esc', 'down', 'Y');
    expect(copied.at(-1)).toBe('testing/b.txt');
  });

  it('shows at once that a file is no longer public', async () => {
    const copied: string[] = [];
    const session = await openPublishing(copied);
    session.press('down', 'p');
    await session.until(({ notice }) => notice?.text.startsWith('Anyone') === true);
    session.press('p');
    await session.until(({ notice }) => notice?.text === 'a.txt is no longer public');
    expect([...activePane(session.state()).listing.entries()].map(({ publicUrl }) => publicUrl)).toEqual([null, null]);
  });
});

describe('with nothing under the cursor', () => {
  it.each(['f5', 'f6', 'f8', 'shift+f6', 'f3', 'f4', 'i', 'Y', 'p'])('%s says so, and what to do', async (key) => {
    const session = await openPublishing([]);
    session.press('home', key);
    expect(session.state().notice?.text).toBe('Nothing is selected, go to an entry');
    session.press('tab', key);
    expect(session.state().notice?.text).toBe('Nothing is selected, nothing is here');
  });
});
