import { once } from 'node:events';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { Listen } from '../../server/serve.ts';
import type { Cli } from '../cli.ts';

interface ServeOptions {
  readonly data: string;
  readonly listen: string;
}

/** `serve`: the cloud of this program for others to use. */
export function addServeVerb(program: Command, cli: Cli): void {
  program
    .command('serve')
    .description('run a cloud for others to use')
    .requiredOption('--data <folder>', 'where everything is kept; it is made when it is not there')
    .option('--listen <host:port>', 'where to listen; port 0 picks a free one, unix:PATH is a socket', '127.0.0.1:8080')
    .addHelpText('after', '\nExample:\n  $ u1file serve --data /srv/u1file --listen 127.0.0.1:8080')
    .action(async (options: ServeOptions) => serve(cli, options));
}

/** Runs until SIGTERM or SIGINT, then finishes what is under way. */
async function serve({ output, signal }: Cli, { data, listen }: ServeOptions): Promise<void> {
  const { startServer } = await import('../../server/serve.ts');
  const server = await startServer({ dataDir: data, listen: parseListen(listen) });
  output.line(`listening on ${server.address}`);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
}

/** `HOST:PORT`, `[::1]:PORT`, `:PORT` for every address of this machine, or `unix:PATH`. */
function parseListen(text: string): Listen {
  if (text.startsWith('unix:') && text.length > 'unix:'.length) return { socketPath: text.slice('unix:'.length) };
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]]*)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535)
    throw new AppError('usage', `${text} is no address to listen on`, { hint: 'for example 127.0.0.1:8080' });
  return { host: match[1] ?? (match[2] || '::'), port };
}
