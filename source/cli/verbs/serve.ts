import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { AppError } from '../../domain/app-error.ts';
import type { Cli } from '../cli.ts';
import { frontThreadFile } from '../worker-files.ts';
import type { RunningServer, ServeOptions as StartOptions } from '../../server/serve.ts';
import { toStoreAddress } from './places.ts';
import { readCertificate } from './read-certificate.ts';
import { addServeOptions, parseListen, readServeOptions, toNumber, toSettings } from './serve-options.ts';
import type { ServeOptions } from './serve-options.ts';

/** More do not help: the database has one writer. */
const MOST_THREADS = 4;

/** `serve`: the cloud of this program for others to use. */
export function addServeVerb(program: Command, cli: Cli): void {
  const command = program.command('serve').description('run a cloud for others to use');
  addServeOptions(command)
    .addHelpText('after', '\nExample:\n  $ u1file serve --data /srv/u1file --listen 127.0.0.1:8080')
    .action(async () => serve(cli, await readServeOptions(command)));
}

/** Runs until SIGTERM or SIGINT, then finishes what is under way. */
async function serve({ output, signal }: Cli, options: ServeOptions): Promise<void> {
  const { listen, metrics } = options;
  const address = toStoreAddress(options);
  const server = await start(toNumber(options.threads, 'threads'), {
    ...address,
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

/**
 * One thread needs no others; several can share no Unix socket. On engines there are several servers instead, on one
 * machine or on many.
 */
async function start(wanted: number, options: StartOptions): Promise<RunningServer> {
  const { canShare, serveThreads } = await import('../../server/threads/serve-threads.ts');
  const { listen, dataDir, metadata, blobs } = options;
  const isNear = metadata === undefined && blobs === undefined;
  if (!isNear && wanted > 1)
    throw new AppError('usage', '--threads is for data in a folder', {
      hint: 'with --metadata and --blobs start several servers behind a balancer',
    });
  const threads = wanted === 0 ? Math.min(availableParallelism(), MOST_THREADS) : wanted;
  if (isNear && dataDir !== undefined && threads > 1 && canShare(listen))
    return await serveThreads({ ...options, dataDir, listen, threads, threadFile: frontThreadFile() });
  const { startServer } = await import('../../server/serve.ts');
  return await startServer(options);
}
