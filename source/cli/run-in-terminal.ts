import type { ProgramEnd, TerminalProgram } from '../domain/editing.ts';
import type { MountedScreen } from './mount.tsx';

/** Hands the terminal to a program until it ends; what is wrong before that is told with the screen still there. */
export async function runInTerminal(
  program: TerminalProgram,
  screen: MountedScreen | undefined,
  env: NodeJS.ProcessEnv,
): Promise<ProgramEnd> {
  const { findProgram, runProgram } = await import('../services/terminal-program.ts');
  const found = await findProgram(program, env);
  const { promise, resolve, reject } = Promise.withResolvers<ProgramEnd>();
  await screen?.suspendWhile(async () => runProgram(found, env).then(resolve, reject));
  return promise;
}
