import { setTimeout as sleep } from 'node:timers/promises';
import type { Cell } from '../../test/helpers/screen.ts';
import type { PtyTerminal } from '../../test/helpers/terminal.ts';

const COLUMNS = 120;
const ROWS = 40;
/** A limit for what never comes: a job that holds its line until a time-out is over in a minute. */
const PATIENCE = 120_000;
/** Milliseconds after which a folder of others that does not come to rest is left unjudged. */
const PATIENCE_OUTSIDE = 10_000;
/** Milliseconds after which a screen that something goes on to change is left unjudged. */
const PATIENCE_BUSY = 20_000;
/** The rows that tell what has just happened, and so may rightly be others a moment later: the title, and what was answered last. */
const NEWS: ReadonlySet<number> = new Set([0, ROWS - 2]);
/** A row that tells of a countdown, or of a delete that can still be called back. */
const IN_A_WHILE = / again in | in a few seconds/;
/** What is written for two changes of size in turn: each begins by wiping the screen, a large one in brackets, and nothing comes before. */
// oxlint-disable-next-line no-control-regex -- sequences begin with a control character
const FRESH_ONES = /^(?:(?:\u001b\[\?2026h)?(?:\u001b\[[\d;]*m)?\u001b\[2J(?:(?!\u001b\[2J)[^])*){2}$/;

/** Closes what is open, and finds out that the program still does what it is told. Rejects where it is stuck. */
export async function checkAnswers(terminal: PtyTerminal): Promise<void> {
  if (terminal.screen().length !== ROWS || terminal.cells()[0]?.length !== COLUMNS) terminal.resize(COLUMNS, ROWS);
  await closeAll(terminal);
  terminal.press('f1');
  await terminal.waitFor(isHelp, PATIENCE);
  terminal.press('esc');
  await terminal.waitFor((screen) => !isHelp(screen), PATIENCE);
}

/** Presses Escape until the panes alone are there: questions may come up behind each other. */
async function closeAll(terminal: PtyTerminal): Promise<void> {
  const begin = performance.now();
  while (performance.now() - begin < PATIENCE) {
    terminal.press('esc');
    await isCalm(terminal, 120, 1000);
    if (arePanes(terminal.screen())) return;
  }
  throw new Error(`something cannot be closed\n${terminal.screen().join('\n')}`);
}

/** True once nothing was written for so many milliseconds; false where that does not come within the limit. */
async function isCalm(terminal: PtyTerminal, milliseconds: number, limit: number): Promise<boolean> {
  for (const begin = performance.now(); performance.now() - begin < limit;) {
    const before = terminal.bytes;
    await sleep(milliseconds);
    if (terminal.bytes === before) return true;
  }
  return false;
}

function arePanes(screen: readonly string[]): boolean {
  const hasFrame = screen.some((row) => /[┌└]/.test(row));
  return !hasFrame && (screen[0] ?? '').startsWith(' u1file') && /Quit/.test(screen.at(-1) ?? '');
}

function isHelp(screen: readonly string[]): boolean {
  return screen.some((row) => /┌ Help/.test(row));
}

/** Draws everything anew by a change of size and back; rejects with the rows that were not as they should be. */
export async function checkScreen(terminal: PtyTerminal): Promise<void> {
  let last = '';
  for (const begin = performance.now(); performance.now() - begin < PATIENCE;) {
    // What the line held up is asked for again within a second or two. A large copy that goes on is told of all the time: nothing is judged.
    if (!(await isCalm(terminal, 1500, PATIENCE_BUSY))) return;
    if (performance.now() - begin > PATIENCE_OUTSIDE && isOutside(terminal.cells())) return;
    const from = terminal.bytes;
    const before = terminal.cells();
    // What time alone brings about in between would be a difference too.
    if (before.some((cells) => IN_A_WHILE.test(textOf(cells)))) continue;
    terminal.resize(COLUMNS - 1, ROWS - 1);
    await terminal.quiet(200);
    terminal.resize(COLUMNS, ROWS);
    await terminal.quiet(300);
    const bytes = terminal.output(from);
    // Nothing but two fresh screens: else an answer has come in between, and the screen is rightly another.
    last = bytes;
    if (!FRESH_ONES.test(bytes)) continue;
    const after = terminal.cells();
    const wrong = differences(before, after);
    if (wrong.length === 0) return;
    // Others make and remove files there meanwhile, and a job may end; what the next two drawings show is the same again.
    const isNews = isOutside(before) || jobsLeft(before) !== jobsLeft(after) || wrong.every((row) => NEWS.has(row));
    if (!isNews) throw problemOf({ wrong, before, after, bytes });
  }
  throw new Error(
    `the program does not come to rest:\n${terminal.screen().join('\n')}\nafter these bytes: ${JSON.stringify(last)}`,
  );
}

/** True where a pane shows a folder of this machine that is not below the soak's own, which is its home. */
function isOutside(screen: readonly (readonly Cell[])[]): boolean {
  return textOf(screen[1]).includes('Local  /');
}

/** How many jobs the title counts, as it says it; empty for none. */
function jobsLeft(screen: readonly (readonly Cell[])[]): string {
  return / \d+ left\b/.exec(textOf(screen[0]))?.[0] ?? '';
}

/** The rows that are not the same. */
function differences(before: readonly (readonly Cell[])[], after: readonly (readonly Cell[])[]): number[] {
  return after.flatMap((cells, row) => (isSame(cells, before[row] ?? []) ? [] : [row]));
}

interface Difference {
  readonly wrong: readonly number[];
  readonly before: readonly (readonly Cell[])[];
  readonly after: readonly (readonly Cell[])[];
  readonly bytes: string;
}

function problemOf({ wrong, before, after, bytes }: Difference): Error {
  const words = wrong.map((row) => `${row}: ${textOf(before[row])}\n  is ${textOf(after[row])}`);
  return new Error(
    `the screen was not what a fresh one is:\n${words.join('\n')}\nafter these bytes: ${JSON.stringify(bytes)}`,
  );
}

function isSame(one: readonly Cell[], other: readonly Cell[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function textOf(cells: readonly Cell[] | undefined): string {
  return (cells ?? []).map(({ text }) => text).join('');
}
