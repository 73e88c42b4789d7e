import { encode } from 'fast-png';
import { describe, it } from 'vitest';
import { cloudLocation, localLocation, parentOf, type Location } from '../../source/domain/location.ts';
import type { AppState } from '../../source/state/app-state.ts';
import { shownViewer } from '../../source/state/viewing.ts';
import { fileEntry } from '../helpers/entries.ts';
import { expectFrames, type FrameScreen } from '../helpers/frames.tsx';

const NOTES = localLocation('/home/ted/projects/u1/notes.txt');
const TEXT = [
  'Notes on the cloud',
  '',
  '\tThe files are in ~/projects, the rest is in the cloud; a long line goes on and on until the screen is at its end and then some more.',
  'Wide: 日本語のテキスト, joined: e\u0301 👩‍👩‍👧, right to left: \u202eabc\u202c.',
  'Escape: \u001b[31mred\u001b[0m \u001b]0;title\u0007, C1: \u009b2J, carriage return: \r.',
  ...Array.from({ length: 60 }, (_, at) => `line ${at + 6} of the notes`),
  '',
].join('\n');

async function until({ store }: FrameScreen, isSo: (state: AppState) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = (): void => {
    if (isSo(store.getState())) resolve();
  };
  const unsubscribe = store.subscribe(look);
  look();
  await promise;
  unsubscribe();
}

async function write({ context }: FrameScreen, file: Location, content: Uint8Array): Promise<void> {
  const folder = parentOf(file);
  if (folder !== null) await context.storeFor(folder).makeFolder(folder);
  await context.storeFor(file).write(
    file,
    {
      size: content.length,
      modifiedAt: 0,
      canReopen: true,
      async *open() {
        yield content;
      },
    },
    { taken: 'refuse' },
  );
}

/** Views the notes, which hold this. */
async function viewNotes(screen: FrameScreen, content: Uint8Array = Buffer.from(TEXT)): Promise<void> {
  await write(screen, NOTES, content);
  screen.press('end', 'up', 'f3');
  await until(screen, (state) => shownViewer(state)?.view.state === 'ready');
}

describe('a viewer', () => {
  it('with a text', async () => expectFrames('viewer-text', async (screen) => viewNotes(screen)));

  it('with what was found, and a question in the bottom line', async () => {
    await expectFrames('viewer-found', async (screen) => {
      await viewNotes(screen);
      screen.press('f7');
      screen.type('line 50');
      screen.press('enter');
      await until(screen, (state) => (shownViewer(state)?.view.offset ?? 0) > 0);
      screen.press('f5');
      screen.type('50%');
    });
  });

  it('with bytes in hex', async () => {
    await expectFrames('viewer-hex', async (screen) =>
      viewNotes(
        screen,
        Uint8Array.from({ length: 3000 }, (_, at) => at & 255),
      ),
    );
  });

  it('with a picture', async () => {
    const stripes = [
      [200, 30, 30, 255],
      [0, 0, 0, 0],
      [30, 30, 200, 255],
    ];
    const data = Uint8Array.from(
      { length: 60 * 40 * 4 },
      (_, at) => stripes[Math.floor(at / 4 / 60 / 14)]?.[at % 4] ?? 0,
    );
    await expectFrames('viewer-picture', async (screen) =>
      viewNotes(screen, encode({ width: 60, height: 40, channels: 4, data })),
    );
  });

  it('with a file that is not there any more', async () => {
    await expectFrames('viewer-failed', async (screen) => {
      screen.press('end', 'up', 'f3');
      await until(screen, (state) => shownViewer(state)?.view.state === 'failed');
    });
  });

  it('with its help', async () => {
    await expectFrames('viewer-help', async (screen) => {
      await viewNotes(screen);
      screen.press('f1');
    });
  });
});

describe('a file on Enter', () => {
  it('offers what can be done', async () => {
    await expectFrames('open-choice', (screen) => {
      const settings = { ...screen.store.getState().settings, openWith: { '*.pdf': 'zathura --fork %f' } };
      screen.dispatch({ type: 'settings', settings, problems: [] });
      screen.press('tab', 'down', 'down', 'enter');
    });
  });
});

describe('what is public', () => {
  const url = 'http://cloud.example.org/6uWL2Ihxc4LdcasnLATDcr';

  it('as an address', async () => {
    await expectFrames('address', (screen) => screen.press('tab', 'down', 'down', 'Y'));
  });

  it('as a QR code, where it fits', async () => {
    await expectFrames('address-qr', async (screen) => {
      screen.press('tab', 'down', 'down', 'Y', 'r');
      await until(screen, ({ layers }) => layers.some((layer) => layer.type === 'address' && layer.qr !== null));
    });
  });

  it('as a list', async () => {
    await expectFrames('public-files', (screen) => {
      const file = (name: string, size: number) => ({
        location: cloudLocation('embedded', 'testing', `/docs/${name}`),
        entry: fileEntry(name, { size, publicUrl: url }),
      });
      const files = [file('report.pdf', 1_200_000), file('a name that is longer than its column.txt', 3)];
      screen.dispatch({ type: 'layer/pushed', layer: { type: 'public-files', files, cursor: 0 } });
    });
  });
});
