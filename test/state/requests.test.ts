import { describe, expect, it } from 'vitest';
import { openFrameScreen, type FrameScreen } from '../helpers/frames.tsx';
import { requestRecord } from '../helpers/request-records.ts';

function withRequests(count: number): FrameScreen {
  const screen = openFrameScreen({ columns: 80, rows: 24 });
  for (let id = 1; id <= count; id += 1) screen.dispatch({ type: 'request', record: requestRecord(id) });
  return screen;
}

function underCursor({ store }: FrameScreen): number | undefined {
  const { layers, requests } = store.getState();
  const top = layers.at(-1);
  return top?.type === 'requests' ? requests[top.cursor]?.id : undefined;
}

describe('the requests', () => {
  it('are the last 200, the newest last', () => {
    const { requests } = withRequests(250).store.getState();
    expect([requests.length, requests[0]?.id, requests.at(-1)?.id]).toEqual([200, 51, 250]);
  });

  it('keep the cursor of their list on its request while others come', () => {
    const screen = withRequests(199);
    screen.press('o', 'up', 'up');
    expect(underCursor(screen)).toBe(197);
    for (const id of [200, 201, 202]) screen.dispatch({ type: 'request', record: requestRecord(id) });
    expect(underCursor(screen)).toBe(197);
    screen.dispatch({ type: 'request', record: requestRecord(202, { duration: 5 }) });
    expect(underCursor(screen)).toBe(197);
    screen.press('home');
    screen.dispatch({ type: 'request', record: requestRecord(203) });
    expect(underCursor(screen)).toBe(4);
  });
});
