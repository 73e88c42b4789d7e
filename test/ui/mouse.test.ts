import { describe, expect, it } from 'vitest';
import { createMouse } from '../../source/cli/mouse.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import type { MouseEvent } from '../../source/keys/events.ts';
import { activePane, topLayerType } from '../../source/state/selectors.ts';
import { openFrameScreen, type FrameScreen } from '../helpers/frames.tsx';

const registry = createRegistry();
const LEFT = { ctrl: false, alt: false, shift: false, button: 'left' } as const;

interface MouseScreen extends FrameScreen {
  readonly click: (column: number, row: number, more?: Partial<MouseEvent>) => void;
  /** Lets so many milliseconds go by. */
  readonly later: (milliseconds: number) => void;
}

/** An 80x24 screen: the panes begin in row 3 (from 0), the left one has the columns 0 to 38, the right one 40 to 79. */
function opened(columns = 80, rows = 24): MouseScreen {
  const screen = openFrameScreen({ columns, rows });
  let now = 0;
  const mouse = createMouse({ context: screen.context, keys: { registry }, clock: () => now });
  return {
    ...screen,
    click: (column, row, more = {}) => mouse({ type: 'mouse', action: 'press', ...LEFT, column, row, ...more }),
    later: (milliseconds) => (now += milliseconds),
  };
}

function cursorOf({ store }: FrameScreen): string {
  const { active } = store.getState();
  return `${active} ${activePane(store.getState()).cursor}`;
}

describe('a click', () => {
  it('sets the cursor, in the other pane too', () => {
    const screen = opened();
    screen.click(5, 6);
    expect(cursorOf(screen)).toBe('left 3');
    screen.click(45, 4);
    expect(cursorOf(screen)).toBe('right 1');
  });

  it('on a header, a footer or the empty part goes to that pane and leaves its cursor', () => {
    const screen = opened();
    screen.click(50, 1);
    expect(cursorOf(screen)).toBe('right 0');
    screen.click(5, 20);
    expect(cursorOf(screen)).toBe('left 0');
    screen.click(39, 10);
    expect(cursorOf(screen)).toBe('left 0');
  });

  it('opens a folder when it comes twice, on the same row and in time', () => {
    const screen = opened();
    screen.click(5, 4);
    screen.later(500);
    screen.click(5, 4);
    expect(activePane(screen.store.getState()).location.path).toBe('/home/ted/projects/u1');
    screen.later(100);
    screen.click(5, 4);
    expect(activePane(screen.store.getState()).location.path).toBe('/home/ted/projects/u1/drafts');
  });

  it('opens nothing when it comes on two rows', () => {
    const screen = opened();
    screen.click(5, 4);
    screen.click(5, 5);
    expect(activePane(screen.store.getState()).location.path).toBe('/home/ted/projects/u1');
  });

  it('of the right button marks, and again takes the mark away', () => {
    const screen = opened();
    screen.click(5, 6, { button: 'right' });
    expect([...screen.store.getState().left.marks]).toEqual(['letter to the cloud.md']);
    screen.click(5, 6, { button: 'right' });
    expect(screen.store.getState().left.marks.size).toBe(0);
  });

  it('on the key bar runs the command there, or says why it cannot run', () => {
    const screen = opened();
    screen.click(1, 23);
    expect(topLayerType(screen.store.getState())).toBe('help');
    screen.press('esc');
    screen.press('home');
    const bar = screen.store.getState().size.rows - 1;
    for (let column = 0; column < 80; column += 1) {
      screen.click(column, bar);
      if (screen.store.getState().notice !== null) break;
      while (screen.store.getState().layers.length > 0) screen.dispatch({ type: 'layer/popped' });
    }
    expect(screen.store.getState().notice?.text).toMatch(/Nothing is selected|nothing here/);
  });

  it('on the status bar opens the requests, when there are any', () => {
    const screen = opened();
    screen.click(3, 22);
    expect(screen.store.getState().notice?.text).toBe('No request was made yet');
  });

  it.each(['release', 'drag', 'move', 'wheel-left'] as const)('is no %s', (action) => {
    const screen = opened();
    screen.click(5, 6, { action });
    expect(cursorOf(screen)).toBe('left 0');
  });

  it('means nothing on a screen that is too small', () => {
    const screen = opened(30, 10);
    screen.click(5, 5);
    expect(cursorOf(screen)).toBe('left 0');
  });
});

describe('a click in a dialog', () => {
  it('on a button is that answer; beside it and outside it is none', () => {
    const screen = opened();
    screen.press('end', 'f8');
    const found = new Set<string>();
    for (let row = 0; row < 24; row += 1) {
      for (let column = 0; column < 80; column += 1) {
        screen.click(column, row);
        if (topLayerType(screen.store.getState()) === 'confirm') continue;
        found.add(`${row}`);
        screen.press('f8');
      }
      screen.later(1000);
    }
    expect(found.size).toBe(1);
    expect(screen.store.getState().left.cursor).toBe(5);
  });

  it('on a row of a list goes there, a second one runs it', () => {
    const screen = opened(120, 40);
    screen.press('f2');
    const state = () => screen.store.getState().layers.at(-1);
    screen.click(60, 10);
    const top = state();
    const cursor = top?.type === 'palette' ? top.cursor : -1;
    expect(cursor).toBeGreaterThan(0);
    screen.click(60, 10);
    expect(topLayerType(screen.store.getState())).not.toBe('palette');
  });
});

describe('the wheel', () => {
  it('moves the cursor of the pane under it', () => {
    const screen = opened();
    screen.click(5, 10, { action: 'wheel-down' });
    expect(cursorOf(screen)).toBe('left 3');
    screen.click(50, 10, { action: 'wheel-down' });
    expect(cursorOf(screen)).toBe('right 3');
    screen.click(50, 10, { action: 'wheel-up' });
    expect(cursorOf(screen)).toBe('right 0');
  });

  it('moves the cursor of the list on top', () => {
    const screen = opened();
    screen.press('f1');
    screen.click(40, 10, { action: 'wheel-down' });
    expect(screen.store.getState().layers.at(-1)).toMatchObject({ type: 'help', cursor: 3 });
  });
});
