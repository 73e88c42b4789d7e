import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { Cli } from '../cli.ts';
import { addServeOptions, parseListen, readServeOptions, toSettings } from './serve-options.ts';
import type { ServeOptions } from './serve-options.ts';

/** `serve`: the cloud of this program for others to use. */
export function addServeVerb(program: Command, cli: Cli): void {
  const command = program.command('serve').description('run a cloud for others to use');
  addServeOptions(command)
    .addHelpText('after', '\nExample:\n  $ u1file serve --data /srv/u1file --listen 127.0.0.1:8080')
    .action(async () => serve(cli, await readServeOptions(command)));
}

/** Runs until SIGTERM or SIGINT, then finishes what is under way. */
async function serve({ output, signal }: Cli, options: ServeOptions): Promise<void> {
  const { data, listen, metrics } = options;
  if (data === undefined) throw new AppError('usage', '--data is missing', { hint: 'name a folder to keep it all in' });
  const { startServer } = await import('../../server/serve.ts');
  const server = await startServer({
    dataDir: data,
    listen: parseListen(listen),
    settings: toSettings(options),
    tls: await readCertificate(options),
    operations: metrics === undefined ? undefined : parseListen(metrics),
  });
  output.line(`listening on ${server.address}`);
  if (server.operationsAddress !== null) output.note(`metrics on ${server.operationsAddress}`);
  if (server.fingerprint !== null) output.note(`certificate SHA-256 ${server.fingerprint}`);
  if (!signal.aborted) await once(signal, 'abort');
  await server.close();
}

async function readCertificate({ tls, tlsCert, tlsKey }: ServeOptions) {
  if (tls !== undefined && tls !== 'self')
    throw new AppError('usage', '--tls is "self", or use --tls-cert and --tls-key');
  if (tls === 'self') return 'self';
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new AppError('usage', '--tls-cert and --tls-key go together');
  return { cert: await readPem(tlsCert), key: await readPem(tlsKey) };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('usage', `${file} can not be read`, { cause: error });
  }
}
