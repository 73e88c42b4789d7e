import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { S3_KEYS } from '../../scripts/engines/ceph.ts';
import type { StoreAddress } from '../../source/server/stores.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'bin', 'u1file.js');

/** A server of the built program in a process of its own. */
export interface ServerProcess {
  readonly address: string;
  /** Of `/metrics` and `/healthz`. */
  readonly operations: string;
  readonly child: ChildProcess;
}

/** Where it all is, as the program is told. */
export function placeArguments({ dataDir, metadata, blobs }: StoreAddress): string[] {
  return [
    ...(dataDir === undefined ? [] : ['--data', dataDir]),
    ...(metadata === undefined ? [] : ['--metadata', metadata]),
    ...(blobs === undefined ? [] : ['--blobs', blobs.url, '--s3-endpoint', blobs.endpoint]),
  ];
}

export async function startServe(place: StoreAddress, port = 0, more: readonly string[] = []): Promise<ServerProcess> {
  const args = [
    'serve',
    '--listen',
    `127.0.0.1:${port}`,
    '--metrics',
    '127.0.0.1:0',
    ...placeArguments(place),
    ...more,
  ];
  const child = startProgram(args);
  // The log goes the same way; nobody reads on once the address is known.
  const operations = firstMatch(child, 'stderr', /^metrics on (\S+)/);
  const address = await firstMatch(child, 'stdout', /^listening on (\S+)/);
  return { address, operations: await operations, child };
}

/** Runs a verb to its end. */
export async function runVerb(args: readonly string[], input = '') {
  const child = startProgram(args);
  child.stdin?.end(input);
  const [stdout, stderr] = await Promise.all([child.stdout?.toArray(), child.stderr?.toArray(), once(child, 'exit')]);
  const text = (chunks: unknown) => Buffer.concat((chunks ?? []) as Buffer[]).toString();
  return { status: child.exitCode, stdout: text(stdout), stderr: text(stderr) };
}

export function startProgram(args: readonly string[]): ChildProcess {
  const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = S3_KEYS;
  const env = { ...process.env, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function firstMatch(child: ChildProcess, stream: 'stdout' | 'stderr', pattern: RegExp): Promise<string> {
  const input = child[stream];
  if (input === null) throw new Error(`the child has no ${stream}`);
  const seen: string[] = [];
  return await new Promise((resolve, reject) => {
    const lines = createInterface({ input });
    lines.on('line', (line) => {
      const match = pattern.exec(line)?.[1];
      if (match !== undefined) resolve(match);
      else if (seen.length < 20) seen.push(line);
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${seen.join('\n')}`)));
  });
}
