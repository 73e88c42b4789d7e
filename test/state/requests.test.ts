import { expect, it } from 'vitest';
import { openFrameScreen } from '../helpers/frames.tsx';
import { requestRecord } from '../helpers/request-records.ts';

it('keeps the last 200 requests, the newest last', () => {
  const screen = openFrameScreen({ columns: 80, rows: 24 });
  for (let id = 1; id <= 250; id += 1) screen.dispatch({ type: 'request', record: requestRecord(id) });
  const { requests } = screen.store.getState();
  expect([requests.length, requests[0]?.id, requests.at(-1)?.id]).toEqual([200, 51, 250]);
});
