import { describe, expect, it } from 'vitest';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { JobState } from '../../source/domain/transfer.ts';
import { isFilling, pendingBytes } from '../../source/state/pending-bytes.ts';
import { fileEntry } from '../helpers/entries.ts';
import { openFrameScreen, type FrameScreen } from '../helpers/frames.tsx';
import { jobOf } from '../helpers/jobs.ts';

const DOCS = cloudLocation('embedded', 'testing', '/docs');
const TOTAL = 6_400_000;

function opened(): FrameScreen {
  const screen = openFrameScreen({ columns: 120, rows: 40 });
  screen.dispatch({ type: 'pane/quota', side: 'right', quota: { used: 0, total: TOTAL } });
  return screen;
}

function pendingWith(screen: FrameScreen, side: 'left' | 'right' = 'right'): number {
  return pendingBytes(screen.store.getState(), side);
}

describe('what is pending in a cloud', () => {
  it('is nothing while nothing goes there', () => {
    expect(pendingWith(opened())).toBe(0);
  });

  it.each(['waiting', 'running', 'paused', 'asking'] as const)('is all of an upload that is %s', (state: JobState) => {
    const screen = opened();
    const job = jobOf({ target: DOCS }, { bytesTotal: 250_000, bytesDone: 200_000 });
    screen.dispatch({ type: 'job', job: { ...job, state } });
    expect(pendingWith(screen)).toBe(300_000);
    expect(pendingWith(screen, 'left')).toBe(0);
    expect(isFilling(screen.store.getState(), 'embedded')).toBe(true);
    screen.dispatch({ type: 'job', job: { ...job, state: 'done' } });
    expect(pendingWith(screen)).toBe(0);
    expect(isFilling(screen.store.getState(), 'embedded')).toBe(false);
  });

  it('leaves out what takes no room there: downloads, deletes, moves within the account, other accounts', () => {
    const screen = opened();
    const source = { location: cloudLocation('embedded', 'testing', '/a'), entry: fileEntry('a', { size: 1000 }) };
    for (const spec of [
      { target: localLocation('/home/ted') },
      { kind: 'delete', target: null, sources: [source] },
      { kind: 'move', target: DOCS, sources: [source] },
      { target: cloudLocation('ted@cloud.example.org', 'testing') },
    ] as const) {
      screen.dispatch({ type: 'job', job: jobOf({ id: JSON.stringify(spec), ...spec }) });
    }
    expect(pendingWith(screen)).toBe(0);
  });

  it('counts what the copy dialog asks about', () => {
    const screen = opened();
    screen.press('down', 'down', 'down', 'f5');
    expect(pendingWith(screen)).toBe(100_000);
    screen.press('esc');
    expect(pendingWith(screen)).toBe(0);
  });

  it('takes what stands in the pane for replaced only where the copy goes there', () => {
    const screen = opened();
    const asked = (text: string): number => {
      screen.press('ctrl+u');
      screen.type(text);
      return pendingWith(screen);
    };
    screen.press('end', 'f5');
    expect(screen.store.getState().layers.at(-1)).toMatchObject({ sources: [{ entry: { name: 'u1file.py' } }] });
    // The file of that name is as large as the one that replaces it.
    expect(pendingWith(screen)).toBe(0);
    expect([asked('testing/new/'), asked('local:/tmp/')]).toEqual([100_000, 0]);
  });
});
