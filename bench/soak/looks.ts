import type { Cell } from '../../test/helpers/screen.ts';
import type { PtyTerminal } from '../../test/helpers/terminal.ts';

const COLUMNS = 120;
const ROWS = 40;
/** A limit for what never comes: a job that holds its line until a time-out is over in a minute. */
const PATIENCE = 120_000;

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
    await terminal.quiet(120);
    if (arePanes(terminal.screen())) return;
  }
  throw new Error(`something cannot be closed\n${terminal.screen().join('\n')}`);
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
  await terminal.quiet(300);
  const before = terminal.cells();
  const from = terminal.bytes;
  terminal.resize(COLUMNS - 1, ROWS - 1);
  await terminal.quiet(200);
  terminal.resize(COLUMNS, ROWS);
  await terminal.quiet(300);
  const after = terminal.cells();
  const wrong = after.flatMap((cells, row) => (isSame(cells, before[row] ?? []) ? [] : [row]));
  // What goes on by itself (a transfer, a request) has changed meanwhile.
  const lasting = wrong.filter((row) => row > 0 && row < ROWS - 6);
  if (lasting.length === 0) return;
  const words = lasting.map((row) => `${row}: ${textOf(before[row])}\n  is ${textOf(after[row])}`);
  const bytes = JSON.stringify(terminal.output(from));
  throw new Error(`the screen was not what a fresh one is:\n${words.join('\n')}\nafter these bytes: ${bytes}`);
}

function isSame(one: readonly Cell[], other: readonly Cell[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function textOf(cells: readonly Cell[] | undefined): string {
  return (cells ?? []).map(({ text }) => text).join('');
}
