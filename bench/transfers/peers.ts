import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { freePort, untilAnswering } from '../peer-address.ts';

export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

export interface OurServer extends Running {
  readonly url: string;
  readonly credentials: Credentials;
}

/** One copy by our program. */
export interface Task {
  readonly url: string;
  readonly credentials: Credentials;
  readonly direction: 'up' | 'down';
  /** A local folder: it goes up, or is made. */
  readonly local: string;
  /** A folder of the volume `bench`: made, or fetched. */
  readonly remote: string;
  /** Where the program keeps its state. */
  readonly home: string;
}

/** What a process took from its start to its end. */
export interface Outcome {
  readonly seconds: number;
  /** Processor time, user and system, of all its threads. */
  readonly cpuSeconds: number;
  /** Bytes. */
  readonly peakMemory: number;
}

const PROGRAM = join(import.meta.dirname, '../../bin/u1file.js');
const USAGE = join(import.meta.dirname, 'usage.mjs');

/** True when such a program can be started. */
export function hasProgram(name: string, argument: string): boolean {
  return spawnSync(name, [argument], { stdio: 'ignore' }).status === 0;
}

/** `u1file serve` as it is built, with one account and its volume `bench`. */
export async function startOurServer(dataDir: string, home: string): Promise<OurServer> {
  const { child: maker, line: account } = await startScript('account.ts', [dataDir]);
  const credentials = JSON.parse(account) as Credentials;
  if (maker.exitCode === null) await once(maker, 'exit');
  const { child, line } = await startNode([PROGRAM, 'serve', '--data', dataDir, '--listen', '127.0.0.1:0']);
  const url = line.replace(/^listening on /, '');
  const server = { url, credentials, port: Number(new URL(url).port), stop: async () => stop(child) };
  await runProgram(['create-volume', 'bench'], { url, credentials, home });
  return server;
}

/** A line of so many milliseconds each way to a port. */
export async function startLine(port: number, latency: number): Promise<Running> {
  const { child, line } = await startScript('line.ts', [String(port), String(latency)]);
  return { port: Number(line), stop: async () => stop(child) };
}

/** One copy by our program, its start and end included. */
export async function runOurs({ direction, local, remote, ...where }: Task): Promise<Outcome> {
  const cloud = `bench${remote}`;
  return runProgram(direction === 'up' ? ['put', local, cloud] : ['get', cloud, local], where);
}

async function runProgram(
  args: readonly string[],
  { url, credentials, home }: Pick<Task, 'url' | 'credentials' | 'home'>,
): Promise<Outcome> {
  const { consumerKey, consumerSecret, token, tokenSecret } = credentials;
  const env = {
    ...process.env,
    HOME: home,
    U1FILE_SERVER: url,
    U1FILE_TOKEN: [consumerKey, consumerSecret, token, tokenSecret].join(':'),
  };
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', USAGE, PROGRAM, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const told: Buffer[] = [];
  child.stdio[3]?.on('data', (chunk: Buffer) => told.push(chunk));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`u1file ${args.join(' ')} ended with ${status ?? 'a signal'}`);
  const usage = JSON.parse(Buffer.concat(told).toString()) as Omit<Outcome, 'seconds'>;
  return { seconds: (performance.now() - start) / 1000, ...usage };
}

/** nginx that keeps what is put, and lists it; it neither signs, hashes nor commits. */
export async function startNginx(folder: string): Promise<Running> {
  const port = await freePort();
  await mkdir(join(folder, 'files'), { recursive: true });
  await mkdir(join(folder, 'incoming'), { recursive: true });
  const config = join(folder, 'nginx.conf');
  await writeFile(config, configuration(folder, port));
  const child = spawn('nginx', ['-c', config, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilAnswering(`http://127.0.0.1:${port}`);
  return { port, stop: async () => stop(child) };
}

/** What another program takes; throws when it fails. */
export async function timed(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Omit<Outcome, 'peakMemory'>> {
  const start = performance.now();
  // The shell tells what its children took.
  const child = spawn('sh', ['-c', '"$@" >&2 || exit; times', 'sh', program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => told.push(chunk));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  const children = Buffer.concat(told).toString().split('\n')[1] ?? '';
  const cpuSeconds = children.matchAll(/(\d+)m([\d.]+)s/g).reduce((sum, [, minutes, seconds]) => {
    return sum + Number(minutes) * 60 + Number(seconds);
  }, 0);
  return { seconds: (performance.now() - start) / 1000, cpuSeconds };
}

/**
 * rclone over WebDAV. As the vendor `owncloud` it tells the server a SHA-1 of what it sends, so that it hashes as we do;
 * what it gets it holds against no hash, since nginx tells none.
 */
export async function rclone(url: string, from: string, to: string): Promise<Omit<Outcome, 'peakMemory'>> {
  return timed('rclone', ['copyto', '--multi-thread-streams=0', from, to], {
    RCLONE_CONFIG: '/dev/null',
    RCLONE_WEBDAV_URL: url,
    RCLONE_WEBDAV_VENDOR: 'owncloud',
  });
}

/** lftp with 16 files at once; its own settings make it wait 30 s for a second connection and lose files. */
export function lftpArgs(url: string, command: string): string[] {
  const settings = [
    'cmd:fail-exit yes',
    'net:max-retries 2',
    'net:timeout 20',
    'net:reconnect-interval-base 0',
    'net:reconnect-interval-max 0',
    'http:use-propfind no',
    'http:use-mkcol yes',
    'mirror:set-permissions no',
    'xfer:log no',
  ];
  return ['-c', `${settings.map((setting) => `set ${setting};`).join(' ')} open ${url}; ${command}`];
}

/** Debian's module for PROPFIND, without which rclone gets nowhere. */
export const LISTING = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';

function configuration(folder: string, port: number): string {
  const canList = existsSync(LISTING);
  return `
${canList ? `load_module ${LISTING};` : ''}
daemon off;
worker_processes 2;
pid ${folder}/nginx.pid;
user root;
events { worker_connections 512; }
http {
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  client_max_body_size 0;
  client_body_temp_path ${folder}/incoming;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
    autoindex on;
    location / { dav_methods PUT DELETE MKCOL; ${canList ? 'dav_ext_methods PROPFIND OPTIONS; ' : ''}create_full_put_path on; }
  }
}
`;
}

async function startScript(name: string, args: readonly string[]): Promise<{ child: ChildProcess; line: string }> {
  return startNode([join(import.meta.dirname, name), ...args]);
}

/** Starts a script; answers when it has said its first line. */
async function startNode(args: readonly string[]): Promise<{ child: ChildProcess; line: string }> {
  // What the server logs of each request would be most of what is printed.
  const isServer = args.includes('serve');
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', isServer ? 'ignore' : 'inherit'] });
  if (child.stdout === null) throw new Error('it has no output');
  const lines = createInterface(child.stdout);
  const failed = once(child, 'exit').then(() => ['']);
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  if (line === '') throw new Error(`${args.join(' ')} ended without a word`);
  return { child, line };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
