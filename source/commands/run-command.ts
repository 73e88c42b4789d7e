import type { Command, CommandContext } from './command.ts';

/** Runs the command, or says in the status bar why it cannot run now. */
export function runCommand(context: CommandContext, command: Command): void {
  const reason = command.whyDisabled?.(context.getState()) ?? null;
  if (reason === null) command.run(context);
  else context.dispatch({ type: 'notice', notice: { tone: 'warning', text: reason } });
}
