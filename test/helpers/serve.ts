import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { runProgram, PROGRAM, type Home } from './program.ts';

/** A running `u1file serve` of a test. */
export interface Served {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly data: string;
  readonly process: ChildProcess;
  readonly addUser: (email: string, password: string) => Promise<void>;
}

/** Starts `u1file serve` on a port of its own; it is stopped when the test ends. */
export async function serve(home: Home, args: readonly string[] = []): Promise<Served> {
  const data = join(home.path, 'served');
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--data', data, '--listen', '127.0.0.1:0', ...args], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const url = await listeningAddress(child);
  return {
    url,
    data,
    process: child,
    async addUser(email, password) {
      const ran = await runProgram(home, ['admin', 'add-user', email, '--data', data], { input: `${password}\n` });
      if (ran.status !== 0) throw new Error(`add-user ended with ${ran.status}: ${ran.stderr}`);
    },
  };
}

/** A server that answers everything in the way of the test; it is closed when the test ends. */
export async function answerWith(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function listeningAddress(child: ChildProcess): Promise<string> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('the server has no pipes');
  let said = '';
  stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  for await (const line of createInterface(stdout)) {
    const url = /^listening on (http\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`the server ended without listening: ${said}`);
}
