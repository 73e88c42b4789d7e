import { describe, it } from 'vitest';
import type { Fact } from '../../source/domain/fact.ts';
import type { DetailsLayer } from '../../source/state/details-layer.ts';
import { expectFrames, type FrameScreen } from '../helpers/frames.tsx';

const TOLD: readonly Fact[] = Object.entries({
  resource_path: '/~/testing/docs/report.pdf',
  key: 'B12R09pcQz6s-EjMNbkbDw',
  kind: 'file',
  path: '/docs/report.pdf',
  parent_path: '/~/testing/docs',
  volume_path: '/volumes/~/testing',
  when_created: '2026-11-20T09:02:41Z',
  when_changed: '2026-11-20T09:11:05Z',
  generation: '17',
  generation_created: '4',
  is_live: 'true',
  content_path: '/content/~/testing/docs/report.pdf',
  hash: 'sha1:2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
  size: '1200000',
  is_public: 'true',
  public_url: 'http://127.0.0.1:8080/p/2aBcD',
}).map(([name, value]) => ({ name, value }));

function change({ store, dispatch }: FrameScreen, part: Partial<DetailsLayer>): void {
  const top = store.getState().layers.at(-1);
  if (top?.type !== 'details') throw new Error('no details');
  dispatch({ type: 'layer/replaced', layer: { ...top, ...part } });
}

describe('frames of the details', () => {
  it('of a published file of the cloud, with all its fields', async () => {
    await expectFrames('details', (screen) => {
      screen.press('tab', 'down', 'down', 'i');
      change(screen, { told: TOLD });
      screen.press('down', 'down', 'down', 'down', 'down');
    });
  });

  it('of a local file that is being read for its hash', async () => {
    await expectFrames('details-hashing', (screen) => {
      screen.press('end', 'i');
      change(screen, { isHashing: true });
    });
  });

  it('that the cloud does not tell', async () => {
    await expectFrames('details-failed', (screen) => {
      screen.press('tab', 'end', 'i');
      change(screen, { told: [], error: '503 servers busy (OOPS-2011a); try again in a while' });
    });
  });
});
