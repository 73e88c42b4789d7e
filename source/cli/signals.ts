import type { MountedScreen } from './mount.tsx';

const STATUS_OF = { SIGTERM: 143, SIGINT: 130, SIGHUP: 129 } as const;

/**
 * Puts the terminal back whatever ends the program: SIGTERM, SIGHUP and SIGINT take the screen down in order, a crash at
 * once. Answers the function that ends the watch.
 */
export function watchSignals(screen: MountedScreen, { onHangUp }: { readonly onHangUp: () => void }): () => void {
  const signals = Object.keys(STATUS_OF) as (keyof typeof STATUS_OF)[];
  const onSignal = (signal: NodeJS.Signals): void => {
    // Ctrl-C there is meant for the program that has the terminal.
    if (signal === 'SIGINT' && screen.isSuspended) return;
    process.exitCode = STATUS_OF[signal as keyof typeof STATUS_OF];
    if (signal === 'SIGHUP') onHangUp();
    screen.unmount();
  };
  const onCrash = (error: unknown): void => {
    screen.restore();
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`u1file: this is a bug in u1file, please report it\n${words}\n`);
    process.exit(1);
  };
  const onExit = (): void => screen.restore();
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onCrash).on('unhandledRejection', onCrash).on('exit', onExit);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('uncaughtException', onCrash).off('unhandledRejection', onCrash).off('exit', onExit);
  };
}
