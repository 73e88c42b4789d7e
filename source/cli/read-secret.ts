import { AppError } from '../domain/app-error.ts';

export interface SecretInput {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  /** Ends the asking. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks for a secret on the terminal without showing it; from a pipe it is the first line. Rejects with `cancelled` on
 * Ctrl-C and with `usage` when nothing comes.
 */
export async function readSecret(prompt: string, input: SecretInput): Promise<string> {
  return input.stdin.isTTY ? readHidden(prompt, input) : readFirstLine(input.stdin);
}

/** The first line of standard input without its end; rejects with `usage` when there is none. */
export async function readFirstLine(stdin: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    if (chunks.at(-1)?.includes(0x0a) === true) break;
  }
  const [line = ''] = Buffer.concat(chunks).toString('utf8').split(/\r?\n/, 1);
  if (line === '') throw new AppError('usage', 'standard input held no password', { hint: 'pipe it in as one line' });
  return line;
}

async function readHidden(prompt: string, { stdin, stderr, signal }: SecretInput): Promise<string> {
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.resume();
  try {
    return await collectHidden(stdin, signal);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

async function collectHidden(stdin: NodeJS.ReadStream, signal: AbortSignal | undefined): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let typed = '';
  const onData = (chunk: Buffer): void => {
    for (const character of decoder.decode(chunk, { stream: true })) {
      if (character === '\r' || character === '\n') return resolve(typed);
      if (character === '\x03' || character === '\x04') return reject(new AppError('cancelled', 'interrupted'));
      if (character === '\x7f' || character === '\b') typed = typed.replace(/.$/u, '');
      else if (character === '\x15') typed = '';
      else if (character >= ' ') typed += character;
    }
  };
  const onAbort = (): void => reject(signal?.reason as Error);
  stdin.on('data', onData);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    signal?.throwIfAborted();
    return await promise;
  } finally {
    stdin.off('data', onData);
    signal?.removeEventListener('abort', onAbort);
  }
}
