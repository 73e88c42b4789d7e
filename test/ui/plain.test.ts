import { describe, expect, it, vi } from 'vitest';
import { hearLine } from '../../source/cli/plain/hear-line.ts';
import { createTeller } from '../../source/cli/plain/teller.ts';
import { plainWord } from '../../source/cli/plain/words.ts';
import { createRegistry } from '../../source/commands/registry.ts';
import { localLocation } from '../../source/domain/location.ts';
import { activePane } from '../../source/state/selectors.ts';
import { marksSentence, pageLines, placeSentence } from '../../source/ui/plain/list-lines.ts';
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
    expect(pageLines(right, 0, { now: FRAME_TIME })).toEqual([
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
    expect(pageLines(left, 0, { now: FRAME_TIME }).at(-1)).toBe('15 more; "more" tells them.');
    expect(pageLines(left, 20, { now: FRAME_TIME })).toHaveLength(15);
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
    ['mark', 'Say which: mark 3, mark 2 5-7, mark all.'],
    ['delete that', 'Give the number of the entry: delete 3.'],
    ['swap 3', 'Nothing can follow "swap".'],
    ['single-pane', 'One pane is told at a time'],
    ['w', 'One pane is told at a time'],
    ['suspend', 'Ctrl-Z, and "fg" in the shell returns.'],
    ['last', '5  u1file.py, 4.1 kB'],
    ['first', 'The parent folder.'],
    ['refresh', '"list" tells it'],
    ['stop', 'is stopped'],
  ])('%s is answered: %s', (line, words) => expect(opened().hear(line)).toContain(words));

  it('never takes a number for an act while others are marked', () => {
    const screen = opened();
    expect(screen.hear('mark 1 3-4')).toBeNull();
    expect(marksSentence(screen.store.getState().left)).toBe('3 entries are marked.');
    expect(screen.hear('delete 5')).toContain('3 entries are marked and would be meant');
    expect(screen.store.getState().layers).toEqual([]);
    expect(screen.hear('unmark all')).toBeNull();
    expect(marksSentence(screen.store.getState().left)).toBe('No entry is marked.');
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
    const skip = questionIn(screen)?.answers.findIndex(({ words }) => words === 'Taken names: skip') ?? -1;
    expect(screen.hear(String(skip + 1))).toBeNull();
    expect(questionIn(screen)?.lines).toContain('Taken names: skip');
    expect(screen.store.getState().layers.at(-1)).toMatchObject({ taken: 'skip', field: { text: 'elsewhere/' } });
    screen.hear('');
    expect(questionIn(screen)).toBeNull();
    expect(screen.store.getState().jobs).toEqual([]);
  });

  it('takes what follows a word for its question, a number too where no entry is meant', () => {
    const screen = opened();
    expect(screen.hear('filter 2011')).toBeNull();
    expect(activePane(screen.store.getState())).toMatchObject({ filter: '2011' });
    screen.hear('filter .md');
    expect(activePane(screen.store.getState())).toMatchObject({ filter: '.md' });
    screen.hear('sort size');
    expect(activePane(screen.store.getState()).sort.key).toBe('size');
    screen.hear('mark-mask *.md');
    expect(marksSentence(screen.store.getState().left)).toBe('1 entry is marked.');
    expect(screen.store.getState().layers).toEqual([]);
  });

  it('jumps, tells where to, and goes on from there', () => {
    const screen = opened();
    screen.hear('jump te');
    expect(questionIn(screen)?.lines).toEqual(['3  letter to the cloud.md, 18.2 kB, Nov 21 14:02']);
    screen.hear('next');
    expect(questionIn(screen)?.lines).toEqual(['4  notes.txt, 812 B, Sep 9 2011']);
    screen.hear('previous');
    expect(questionIn(screen)?.lines[0]).toMatch(/^3 /);
    screen.hear('');
    expect(screen.store.getState().layers).toEqual([]);
  });

  it('acts on a row of a list by a word and its number, also where a text would search', async () => {
    const screen = opened();
    const location = localLocation('/srv/archive');
    screen.dispatch({ type: 'places/known', places: { bookmarks: [{ name: 'archive', location }], recent: [] } });
    screen.hear('places');
    expect(questionIn(screen)?.answers[0]?.words).toContain('bookmark, archive');
    expect(screen.hear('rename 1')).toBeNull();
    expect(questionIn(screen)?.lines[0]).toBe('Rename the bookmark.');
    screen.hear('');
    await screen.context.storeFor(location).makeFolder(location);
    expect(screen.hear('zzz')).toBeNull();
    expect(questionIn(screen)?.lines).toContain('Nothing is found by that.');
    screen.hear('archive');
    await vi.waitFor(() => expect(activePane(screen.store.getState()).location).toEqual(location));
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

describe('every command of the screen', () => {
  it.each(registry.commands.filter(({ layer }) => layer === 'panes').map(({ id }) => id))(
    '%s is known by its word, and something is heard of it',
    async (id) => {
      expect(plainWord(id), `${id} is missing in source/cli/plain/words.ts`).toBeDefined();
      // What these do is seen from outside alone: the program ends, or another has the terminal.
      if (id === 'quit' || id === 'shell' || id === 'edit') return;
      const screen = opened();
      const heard: string[] = [];
      const teller = createTeller({
        getState: () => screen.store.getState(),
        registry: () => registry,
        say: (line) => heard.push(line),
        clock: () => FRAME_TIME,
      });
      teller.tellPlace();
      screen.press('end');
      teller.tellNews();
      heard.length = 0;
      const words = screen.hear(id);
      if (words !== null) heard.push(words);
      await vi.waitFor(() => {
        teller.tellNews();
        teller.tellPlace();
        expect(heard).not.toEqual([]);
      });
    },
  );

  it('has its word among those of its list, or is an answer to a question', () => {
    const asked = new Set(registry.commands.filter(({ layer }) => BY_ANSWER.has(layer)).map(({ id }) => id));
    expect([...asked].filter((id) => ANSWERS[id] === undefined)).toEqual([]);
    expect(Object.keys(ANSWERS).filter((id) => !asked.has(id))).toEqual([]);
  });
});

/** Where a line is an answer, typed whole: what else a key does there has nothing to be done on. */
const BY_ANSWER: ReadonlySet<string> = new Set([
  'prompt',
  'confirm',
  'choice',
  'conflict',
  'transfer',
  'filter',
  'view-ask',
  'sign-in',
]);

/** What a line does there, for each command. */
const ANSWERS: Readonly<Record<string, string>> = {
  'prompt-accept': 'a text',
  'prompt-close': 'an empty line',
  'prompt-complete': 'a path is typed whole',
  'prompt-next': 'a path is typed whole',
  'prompt-previous': 'a path is typed whole',
  'confirm-accept': 'a number',
  'confirm-yes': 'a number',
  'confirm-no': 'a number',
  'confirm-choose': 'a number',
  'confirm-close': 'an empty line',
  'choice-accept': 'a number',
  'choice-next': 'a number',
  'choice-previous': 'a number',
  'choice-close': 'an empty line',
  'conflict-accept': 'a number',
  'conflict-next': 'a number',
  'conflict-previous': 'a number',
  'conflict-for-all': 'a number of its own for each answer',
  'conflict-skip': 'an empty line',
  'transfer-accept': 'a number',
  'transfer-policy': 'a number',
  'transfer-policy-back': 'a number',
  'transfer-next': 'a text is the target, a number the rest',
  'transfer-previous': 'a text is the target, a number the rest',
  'transfer-close': 'an empty line',
  'filter-keep': 'a text',
  'filter-drop': 'an empty line',
  'view-ask-accept': 'a text',
  'view-ask-leave': 'an empty line',
  'sign-in-accept': 'a text',
  'sign-in-next': 'the next that is empty is asked for',
  'sign-in-previous': 'the next that is empty is asked for',
  'sign-in-close': 'an empty line',
};
