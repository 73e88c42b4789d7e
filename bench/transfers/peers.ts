import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials } from '../../source/protocol/credentials.ts';
import type { Outcome, Task } from './client.ts';

export interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

export interface OurServer extends Running {
  readonly url: string;
  readonly credentials: Credentials;
}

/** Garbage is collected early, as in a worker whose young generation is kept small: else it is most of the memory. */
const YOUNG = ['--max-semi-space-size=4'];

/** True when such a program can be started. */
export function hasProgram(name: string, argument: string): boolean {
  return spawnSync(name, [argument], { stdio: 'ignore' }).status === 0;
}

export async function startOurServer(dataDir: string): Promise<OurServer> {
  const { child, line } = await startScript('server.ts', [dataDir]);
  const { url, credentials } = JSON.parse(line) as Pick<OurServer, 'url' | 'credentials'>;
  return { url, credentials, port: Number(new URL(url).port), stop: async () => stop(child) };
}

/** A line of so many milliseconds each way to a port. */
export async function startLine(port: number, latency: number): Promise<Running> {
  const { child, line } = await startScript('line.ts', [String(port), String(latency)]);
  return { port: Number(line), stop: async () => stop(child) };
}

/** One copy by our engine, in a process of its own. */
export async function runOurs(task: Task): Promise<Outcome> {
  const { child, line } = await startScript('client.ts', [JSON.stringify(task)], YOUNG);
  if (child.exitCode === null) await once(child, 'exit');
  return JSON.parse(line) as Outcome;
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
  await untilListening(`http://127.0.0.1:${port}`);
  return { port, stop: async () => stop(child) };
}

/** Seconds that a program takes; throws when it fails. */
export async function timed(program: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
  return (performance.now() - start) / 1000;
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
const LISTING = '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so';

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

async function startScript(
  name: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<{ child: ChildProcess; line: string }> {
  const script = join(import.meta.dirname, name);
  const child = spawn(process.execPath, [...flags, script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (child.stdout === null) throw new Error('it has no output');
  const lines = createInterface(child.stdout);
  const failed = once(child, 'exit').then(() => ['']);
  const [line] = (await Promise.race([once(lines, 'line'), failed])) as [string];
  if (line === '') throw new Error(`${name} ended without a word`);
  return { child, line };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilListening(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(50);
    }
  }
}
