import { composeCli } from './compose.ts';
import type { EarlyScreen } from './early-screen.ts';
import { createInterruption } from './interruption.ts';
import { createOutput } from './output.ts';
import { reportError } from './report-error.ts';

/**
 * Runs the program on these arguments (without node and script) and answers the exit status. With a screen that shows its first picture
 * already, that screen goes on; the arguments are understood then.
 */
export async function main(args: readonly string[], early: EarlyScreen | null = null): Promise<number> {
  const output = createOutput({ stdout: process.stdout, stderr: process.stderr });
  const interruption = createInterruption();
  const cli = composeCli({ output, interruption });
  try {
    if (early === null) {
      const [{ createProgram, runProgram }, { addVerbs }] = await Promise.all([
        import('./program.ts'),
        import('./verb-families.ts'),
      ]);
      const program = createProgram(interruption);
      await addVerbs(program, cli, args[0]);
      return await runProgram(program, args);
    }
    const { runScreen } = await import('./screen.ts');
    await runScreen(cli, { local: undefined, remote: undefined, options: { mouse: true, cells: true }, early });
    return 0;
  } catch (error) {
    return reportError(error, output, args.includes('--json'));
  }
}
