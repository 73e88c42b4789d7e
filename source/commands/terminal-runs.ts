import type { ProgramEnd, TerminalProgram } from '../domain/editing.ts';
import { errorWithHint } from '../domain/error-words.ts';
import type { CommandContext } from './command.ts';
import { refreshPane, toRecord } from './open-folder.ts';

/** Runs a program on the terminal and shows local folders as they are after it. Null when it could not be run, which is said. */
export async function runOnTerminal(context: CommandContext, program: TerminalProgram): Promise<ProgramEnd | null> {
  try {
    return await context.runInTerminal(program);
  } catch (error) {
    context.dispatch({ type: 'notice', notice: { tone: 'error', text: errorWithHint(toRecord(error)) } });
    return null;
  } finally {
    for (const side of ['left', 'right'] as const) {
      if (context.getState()[side].location.side === 'local') refreshPane(context, side);
    }
  }
}
