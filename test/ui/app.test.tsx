import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { initialState } from '../../source/state/app-state.ts';
import { reduce } from '../../source/state/reduce.ts';
import { createStore } from '../../source/state/store.ts';
import { App } from '../../source/ui/app.tsx';
import { fileEntry, folderEntry } from '../helpers/entries.ts';

const NOW = new Date(2026, 10, 24, 12, 0).getTime();

function openApp(columns = 100, rows = 24) {
  const initial = initialState({
    size: { columns, rows },
    account: { id: 'embedded', label: 'embedded cloud' },
    left: localLocation('/home/ted/projects'),
    right: cloudLocation('embedded', 'testing', '/docs'),
    home: '/home/ted',
  });
  const store = createStore(reduce, initial);
  const time = new Date(2026, 10, 21, 14, 2).getTime();
  store.dispatch({
    type: 'pane/entries',
    side: 'left',
    requestId: 0,
    entries: [fileEntry('u1file.py', { size: 4100, modifiedAt: time }), folderEntry('drafts', { modifiedAt: time })],
  });
  store.dispatch({ type: 'pane/loaded', side: 'left', requestId: 0 });
  const app = render(<App store={store} registry={createRegistry()} clock={() => NOW} colors="16" />);
  return { store, frame: () => app.lastFrame() ?? '' };
}

describe('the screen', () => {
  it('shows both panes, the status bar and the key bar', () => {
    const { frame } = openApp();
    expect(frame()).toContain('Local  ~/projects');
    expect(frame()).toContain('Cloud › testing › docs');
    expect(frame()).toMatch(/^> \.\. /m);
    expect(frame()).toMatch(/ {2}drafts\/ +Nov 21 14:02/);
    expect(frame()).toMatch(/ {2}u1file\.py +4\.1 kB {2}Nov 21 14:02/);
    expect(frame()).toContain('2 entries, 4.1 kB');
    expect(frame().split('\n').at(-1)).toContain(
      '1 Help  2 Menu  3 View  4 Edit  5 Copy  6 Move  7 Folder  8 Delete  9 Account  10 Quit',
    );
  });
});
