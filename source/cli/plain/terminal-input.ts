import type { CommandContext } from '../../commands/command.ts';
import { AppError } from '../../domain/app-error.ts';

/** What was meant by the keys of a line that the terminal did not edit; Ctrl-C means none of it. */
export function typedIn(keys: string): string {
  if (keys.includes('\u0003')) return '';
  const typed: string[] = [];
  for (const key of keys) {
    if (key === '\u007f' || key === '\b') typed.pop();
    else typed.push(key);
  }
  return typed.join('');
}

/** A shell would take the lines that are meant for this program, where they come through a pipe. */
export function withShellOnTerminal(context: CommandContext, { isTTY }: NodeJS.ReadStream): CommandContext {
  return {
    ...context,
    async runInTerminal(program) {
      if (program.type === 'shell' && !isTTY)
        throw new AppError('usage', 'A shell needs a terminal, and these lines come through a pipe');
      return context.runInTerminal(program);
    },
  };
}
