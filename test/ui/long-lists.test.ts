import { expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { Job } from '../../source/domain/transfer.ts';
import { DEFAULT_SETTINGS } from '../../source/domain/settings.ts';
import { initialState } from '../../source/state/app-state.ts';
import { transfersContent } from '../../source/ui/layers/lists.ts';
import { fileEntry } from '../helpers/entries.ts';
import { jobOf } from '../helpers/jobs.ts';

const HEIGHT = 20;

function job(number: number, onRead: () => void): Job {
  const target = cloudLocation('embedded', 'Ubuntu One', `/${number}`);
  const location = localLocation('/home/a.txt');
  const made = jobOf({ sources: [{ location, entry: fileEntry('a.txt') }], target });
  // Asked for by whoever puts the job into words.
  const state = (): Job['state'] => {
    onRead();
    return 'cancelled';
  };
  return Object.defineProperty({ ...made }, 'state', { get: state });
}

it('of thousands of transfers those alone are put into words that are on the screen', () => {
  let read = 0;
  const jobs = Array.from({ length: 5000 }, (_, number) => job(number, () => (read += 1)));
  const begun = initialState({
    size: { columns: 80, rows: 24 },
    account: { id: 'embedded', label: 'cloud' },
    left: localLocation('/home'),
    right: cloudLocation('embedded', null),
    home: '/home',
    settings: DEFAULT_SETTINGS,
  });
  const registry = createRegistry();
  const room = { width: 70, height: HEIGHT };
  const content = transfersContent({ type: 'transfers', cursor: 2500 }, { ...begun, jobs }, { registry, room });
  const text = content.lines.map((line) => line.map((span) => span.text).join('')).join('\n');
  expect(text).toMatch(/^> . a\.txt → Ubuntu One\/2500 /m);
  expect(content.lines.length).toBeLessThanOrEqual(HEIGHT);
  expect(read).toBeLessThanOrEqual(HEIGHT);
});
