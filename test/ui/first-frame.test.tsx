import { FRAME_ZONE } from '../helpers/frame-environment.ts';
import { renderToString } from 'ink';
import { expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { initialState, type AppAction, type AppState, type ScreenSize } from '../../source/state/app-state.ts';
import { reduce } from '../../source/state/reduce.ts';
import { createStore } from '../../source/state/store.ts';
import { detectCapabilities } from '../../source/terminal/capabilities.ts';
import { CellScreen } from '../../source/terminal/cells.ts';
import { App } from '../../source/ui/app.tsx';
import { firstFrame } from '../../source/ui/first-frame.ts';
import { fileEntry, folderEntry } from '../helpers/entries.ts';
import { cellsOf, TerminalSink } from '../helpers/screen.ts';

const NOW = Date.UTC(2026, 10, 24, 12, 0);
process.env['TZ'] = FRAME_ZONE;
const registry = createRegistry();
const ODD_NAMES = [
  'plain.txt',
  '语言 文件.txt',
  'a    b     c',
  '👩‍👩‍👧 family',
  'tab\there',
  'esc\u001b[31m',
  `${'long '.repeat(40)}.txt`,
  'e\u0301',
  '\udc80raw',
];

function stateAt(size: ScreenSize, actions: readonly AppAction[] = []): AppState {
  const account = { id: 'embedded', label: 'embedded cloud' };
  const places = { left: localLocation('/home/ted/语'), right: cloudLocation('embedded', null) };
  return actions.reduce(reduce, initialState({ size, account, ...places, home: '/home/ted' }));
}

/** What a terminal shows of a picture. */
async function shown(picture: string, { columns, rows }: ScreenSize) {
  const sink = new TerminalSink(columns, rows);
  const capabilities = detectCapabilities({ env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' } });
  const screen = new CellScreen({
    output: sink.asOutput(),
    capabilities,
    inputModes: { mouse: false, kittyKeys: false },
  });
  screen.write(`\u001b[?1049h\u001b[?25l\u001b[?2026h${picture}\u001b[?2026l`);
  await new Promise<void>((resolve) => {
    screen.write('', () => resolve());
  });
  await sink.drawn();
  return cellsOf(sink.terminal);
}

const local: AppAction = {
  type: 'pane/entries',
  side: 'left',
  requestId: 0,
  entries: [folderEntry('docs'), ...ODD_NAMES.map((name) => fileEntry(name, { size: 12_345, modifiedAt: NOW - 1e9 }))],
};
const cloud: AppAction = {
  type: 'pane/recalled',
  side: 'right',
  requestId: 0,
  listing: {
    entries: [{ ...folderEntry('Ubuntu One'), kind: 'volume' }],
    quota: { used: 1, total: 2 },
    seenAt: NOW - 9e5,
  },
};
const notice: AppAction = { type: 'notice', notice: { tone: 'warning', text: 'a broken setting' } };

it('the first frame is, cell by cell, what the program draws of the same state', async () => {
  for (const [theme, size] of [
    ['auto', { columns: 120, rows: 40 }],
    ['dark', { columns: 80, rows: 24 }],
    ['contrast', { columns: 81, rows: 12 }],
    ['light', { columns: 200, rows: 60 }],
  ] as const) {
    for (const actions of [[], [local], [cloud], [local, cloud, notice]]) {
      const plain = stateAt(size, actions);
      const state = { ...plain, settings: { ...plain.settings, theme } };
      const store = createStore(reduce, state);
      const app = <App store={store} registry={registry} clock={() => NOW} colors="256" />;
      const drawn = renderToString(app, { columns: size.columns });
      const frame = firstFrame(state, { registry, colors: '256', now: NOW });
      expect(await shown(frame, size)).toEqual(await shown(drawn, size));
    }
  }
});
