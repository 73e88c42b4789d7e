import { safeText } from '../domain/safe-text.ts';

/** The only writer to the standard streams of the command line; the screen has the terminal to itself. */
export interface Output {
  /** A line of result on standard output; made safe when that is a terminal, exact otherwise. */
  line(text: string): void;
  /** One value as JSON on a line of standard output. */
  json(value: unknown): void;
  /** A line on standard error, always made safe: it is for people. */
  note(text: string): void;
  /** Overwrites the last progress line on standard error; nothing where that is no terminal. */
  progress(text: string): void;
  /** Takes the progress line away. */
  endProgress(): void;
}

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** Writes to these streams. A reader that has gone away (`| head`) ends nothing with a crash. */
export function createOutput({ stdout, stderr }: OutputStreams): Output {
  // EPIPE from a reader, EIO from a terminal whose line dropped: there is nobody left to tell.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  let hasProgress = false;
  const endProgress = (): void => {
    if (hasProgress) stderr.write('\r\x1b[K');
    hasProgress = false;
  };
  return {
    line(text) {
      endProgress();
      stdout.write(`${stdout.isTTY ? safeText(text) : text}\n`);
    },
    json(value) {
      endProgress();
      stdout.write(`${JSON.stringify(value)}\n`);
    },
    note(text) {
      endProgress();
      stderr.write(`${safeText(text)}\n`);
    },
    progress(text) {
      if (!stderr.isTTY) return;
      stderr.write(`\r${safeText(text).slice(0, Math.max(10, stderr.columns - 1))}\x1b[K`);
      hasProgress = true;
    },
    endProgress,
  };
}
