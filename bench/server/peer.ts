import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, untilAnswering } from '../peer-address.ts';

/** From Debian's nginx-extras. */
const NGINX: string = 'nginx';

/** A server under the bench, in processes of its own. */
export interface Peer {
  readonly name: string;
  readonly origin: string;
  /** Highest resident memory of its biggest process so far, in bytes; null where the system does not say. */
  peakMemory(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Our own server, the built program as it is without any setting, on a folder of data. */
export async function startOurs(dataDir: string): Promise<Peer> {
  const program = join(import.meta.dirname, '..', '..', 'bin', 'u1file.js');
  const args = [program, 'serve', '--data', dataDir, '--listen', '127.0.0.1:0'];
  return await startNode('u1file', args);
}

/** The least that Node can do, with the hashes that the protocol needs or without. */
export async function startBare(folder: string, doesHash: boolean): Promise<Peer> {
  const args = [join(import.meta.dirname, 'bare.ts'), folder, ...(doesHash ? ['hash'] : [])];
  return await startNode(doesHash ? 'bare Node that hashes' : 'bare Node', args);
}

async function startNode(name: string, args: readonly string[]): Promise<Peer> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { name, origin: line.replace('listening on ', ''), ...controls(child) };
}

/** True where nginx with WebDAV can be started. */
export function hasNginx(): boolean {
  return spawnSync(NGINX, ['-v'], { stdio: 'ignore' }).status === 0;
}

/** nginx that keeps what is put, on the same disk, with a worker for each core; it neither signs, hashes nor commits. */
export async function startNginx(folder: string): Promise<Peer> {
  const port = await freePort();
  await mkdir(join(folder, 'files'), { recursive: true });
  await mkdir(join(folder, 'incoming'), { recursive: true });
  const config = join(folder, 'nginx.conf');
  await writeFile(config, configuration(folder, port));
  const child = spawn(NGINX, ['-c', config, '-p', folder, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilAnswering(origin);
  return { name: 'nginx', origin, ...controls(child) };
}

function configuration(folder: string, port: number): string {
  return `
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
user root;
events { worker_connections 512; }
http {
  access_log off;
  sendfile on;
  client_max_body_size 0;
  client_body_temp_path ${folder}/incoming;
  server {
    listen 127.0.0.1:${port};
    root ${folder}/files;
    location / { dav_methods PUT DELETE MKCOL; create_full_put_path on; }
  }
}
`;
}

function controls(child: ChildProcess): Pick<Peer, 'peakMemory' | 'stop'> {
  return {
    peakMemory: () => peakOf(child.pid ?? 0),
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

async function peakOf(pid: number): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return null;
  }
}
