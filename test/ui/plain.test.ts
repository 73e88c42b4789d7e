import { describe, expect, it, vi } from 'vitest';
import { hearLine } from '../../source/cli/plain/hear-line.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import { localLocation } from '../../source/domain/location.ts';
import { activePane } from '../../source/state/selectors.ts';
import { pageLines, placeSentence } from '../../source/ui/plain/list-lines.ts';
import { isTrouble, requestSentence } from '../../source/ui/plain/news-words.ts';
import { questionOf } from '../../source/ui/plain/question.ts';
import { fileEntry } from '../helpers/entries.ts';
import { FRAME_TIME, openFrameScreen, type FrameScreen } from '../helpers/frames.tsx';
import { requestRecord } from '../helpers/request-records.ts';

const registry = createRegistry();

function opened(): FrameScreen & { readonly hear: (line: string) => string | null } {
  const screen = openFrameScreen({ columns: 100, rows: 1000 });
  return { ...screen, hear: (line) => hearLine(screen.context, registry, line, FRAME_TIME) };
}

function questionIn({ store }: FrameScreen): ReturnType<typeof questionOf> | null {
  const state = store.getState();
  const top = state.layers.at(-1);
  return top === undefined ? null : questionOf(top, state, registry, FRAME_TIME);
}

const FAILED = requestRecord(1, {
  method: 'PUT',
  path: 'testing/a.txt',
  startedAt: 0,
  duration: 900,
  status: 500,
  meaning: 'internal error',
  outcome: 'failed',
  tries: 5,
  oopsId: 'OOPS-2011-42',
});

describe('what is told', () => {
  it('is the place and a page of numbered entries', () => {
    const { store } = opened();
    const { left, right } = store.getState();
    expect(placeSentence(left, '/home/ted')).toBe('Local folder ~/projects/u1: 5 entries.');
    expect(placeSentence(right, '/home/ted')).toBe('Cloud folder docs in the volume testing: 3 entries.');
    expect(pageLines(right, 0, FRAME_TIME)).toEqual([
      '1  2011, folder, Nov 21 14:02',
      '2  report.pdf, 1.2 MB, Nov 21 14:02, public at http://127.0.0.1:8080/p/2aBcD',
      '3  u1file.py, 4.1 kB, Nov 21 14:02',
    ]);
  });

  it('ends a page with how to hear more', () => {
    const { store, dispatch } = opened();
    const entries = Array.from({ length: 30 }, (_, at) => fileEntry(`more${at}`));
    dispatch({ type: 'pane/entries', side: 'left', requestId: 0, entries });
    const { left } = store.getState();
    expect(pageLines(left, 0, FRAME_TIME).at(-1)).toBe('15 more; "more" tells them.');
    expect(pageLines(left, 20, FRAME_TIME)).toHaveLength(15);
  });

  it('is a request that goes wrong, with its oops ID; not what is only not there', () => {
    expect(requestSentence(FAILED, 0)).toBe(
      'PUT testing/a.txt: 500 internal error after 5 tries. Oops ID OOPS-2011-42.',
    );
    expect(isTrouble(FAILED)).toBe(true);
    expect(isTrouble({ ...FAILED, status: null })).toBe(true);
    expect(isTrouble({ ...FAILED, status: 404 })).toBe(false);
    expect(isTrouble({ ...FAILED, outcome: 'ok', status: 200 })).toBe(false);
  });
});

describe('a line that is heard', () => {
  it.each([
    ['up', '/home/ted/projects'],
    ['1', '/home/ted/projects/u1/drafts'],
    ['go-to /srv/x', '/srv/x'],
    ['cd ~', '/home/ted'],
    ['h', '/home/ted/projects'],
    ['par', '/home/ted/projects'],
  ])('%s leads to %s', async (line, path) => {
    const screen = opened();
    const there = localLocation(path);
    await screen.context.storeFor(there).makeFolder(there);
    expect(screen.hear(line)).toBeNull();
    await vi.waitFor(() => expect(activePane(screen.store.getState()).location.path).toBe(path));
  });

  it.each([
    ['ma', '"ma" could be mark, mark-down'],
    ['frobnicate', 'There is no word "frobnicate"'],
    ['6', 'Entries have the numbers 1 to 5.'],
    ['delete 0', 'Entries have the numbers 1 to 5.'],
    ['mark x', 'Say which: mark 3, mark 2 5-7, mark all.'],
  ])('%s is answered: %s', (line, words) => expect(opened().hear(line)).toContain(words));

  it('never takes a number for an act while others are marked', () => {
    const screen = opened();
    expect(screen.hear('mark 1 3-4')).toBe('3 entries are marked.');
    expect(screen.hear('delete 5')).toContain('3 entries are marked and would be meant');
    expect(screen.store.getState().layers).toEqual([]);
    expect(screen.hear('unmark all')).toBe('0 entries are marked.');
    expect(screen.hear('delete 5')).toBeNull();
    expect(questionIn(screen)?.lines).toContain('u1file.py  4.1 kB');
  });

  it('answers a question by number; what destroys nothing is the first, and an empty line leaves', () => {
    const screen = opened();
    screen.hear('delete 5');
    expect(questionIn(screen)?.answers.map(({ words }) => words)).toEqual(['Keep', 'Delete']);
    expect(screen.hear('7')).toContain('Give a number from 1 to 2');
    expect(screen.hear('1')).toBeNull();
    expect(questionIn(screen)).toBeNull();
    screen.hear('copy 5');
    expect(questionIn(screen)?.answers.map(({ words }) => words)).toContain('Start');
    expect(screen.hear('elsewhere/')).toBeNull();
    expect(screen.store.getState().layers.at(-1)).toMatchObject({ type: 'transfer', field: { text: 'elsewhere/' } });
    screen.hear('');
    expect(questionIn(screen)).toBeNull();
    expect(screen.store.getState().jobs).toEqual([]);
  });

  it('numbers what can be done now', () => {
    const screen = opened();
    screen.press('end');
    screen.hear('menu');
    const words = questionIn(screen)?.answers.map((answer) => answer.words) ?? [];
    expect(words.some((each) => each.startsWith('copy: '))).toBe(true);
    expect(words.some((each) => each.startsWith('publish: '))).toBe(false);
    screen.hear(String(words.findIndex((each) => each.startsWith('new-folder: ')) + 1));
    expect(questionIn(screen)?.lines[0]).toBe('New folder.');
  });
});
