/** What may follow the word of a command: an entry's number, a text for the question that it opens, or nothing. */
type Follows = 'entry' | 'text' | 'nothing';

/** How a command of the panes is meant by its word: what follows it, or why there is none in plain mode. */
export type PlainWord = { readonly follows: Follows } | { readonly refused: string };

/** Every command of the panes, for a command that is missing here cannot be said: a test goes through the registry. */
const FOLLOWED: Readonly<Record<Follows, string>> = {
  entry: 'open copy move rename delete publish copy-path view edit details measure',
  text: [
    'go-to find new-folder filter jump sort mark-mask unmark-mask',
    'help palette places places-left places-right settings requests transfers',
  ].join(' '),
  nothing: [
    'up down page-up page-down half-page-down half-page-up first last parent back forward other-pane refresh switch-side',
    'link swap same-folder hidden bookmark stop compare undo shell quit account public-files',
    'mark-down mark-up mark-to-last mark-to-first mark-all mark-none mark-invert',
  ].join(' '),
};

const REFUSED: Readonly<Record<string, string>> = {
  mark: 'Say which: mark 3, mark 2 5-7, mark all.',
  'single-pane': 'One pane is told at a time as it is; "other" goes to the other one.',
  suspend: 'The terminal does that itself: Ctrl-Z, and "fg" in the shell returns.',
};

const BY_ID: ReadonlyMap<string, PlainWord> = new Map<string, PlainWord>([
  ...Object.entries(FOLLOWED).flatMap(([follows, ids]) =>
    ids.split(' ').map((id) => [id, { follows: follows as Follows }] as const),
  ),
  ...Object.entries(REFUSED).map(([id, refused]) => [id, { refused }] as const),
]);

/** How the command of this id is said; undefined for one that is not known here. */
export function plainWord(id: string): PlainWord | undefined {
  return BY_ID.get(id);
}

/** Commands that only move the cursor: nobody would hear of that, so the entry under it is told after them. */
export const CURSOR_STEPS: ReadonlySet<string> = new Set(
  'up down page-up page-down half-page-down half-page-up first last'.split(' '),
);

/** What is said after commands whose effect nobody would hear of. */
export const AFTERWARDS: Readonly<Record<string, string>> = {
  refresh: 'The folder is read again; "list" tells it.',
  stop: 'What was looked for, measured or compared here is stopped.',
};

/** What `help` tells. */
export const HELP = [
  'A number opens that entry. Words: list, more, status, mark 2 5-7, unmark all, wait (until the transfers are done), quit.',
  'Further words, with a number for the entry: open, up, other, copy, move, rename, delete, new-folder, publish, details, find, undo.',
  'And: transfers, requests, account, filter, sort, go-to, swap, refresh. "menu" numbers all that can be done.',
  'What takes long, as find, measure and compare, is stopped with "stop". In a list a word can have a number: cancel 2, sign-out 1.',
  'In a question a number answers, an empty line leaves, "list" tells it again.',
] as const;
