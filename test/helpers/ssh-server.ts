import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openTerminal, type PtyTerminal } from './terminal.ts';

/** A real sshd on loopback with keys and settings of its own. */
export interface SshServer {
  /** Logs in with a terminal and runs the command line there. */
  open(command: string): PtyTerminal;
  /** Ends every session as a line that is cut does: its server process is killed. Answers how many there were. */
  cut(): number;
}

/** It ends with the test. */
export async function startSshServer(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'u1file-ssh-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  for (const key of ['host', 'mine']) {
    execFileSync('/usr/bin/ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  }
  writeFileSync(at('authorized'), readFileSync(at('mine.pub')));
  const port = await freePort();
  writeFileSync(at('config'), configuration(at, port));
  writeFileSync(at('known'), `[127.0.0.1]:${port} ${readFileSync(at('host.pub'), 'utf8')}`);
  chmodSync(folder, 0o755);
  // Where it puts itself between two logins; Debian's own service would make it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', at('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => {
    for (const pid of childrenOf(server)) process.kill(pid, 'SIGKILL');
    server.kill('SIGKILL');
  });
  await listening(server);
  const login = ['-tt', '-F', 'none', '-i', at('mine'), '-p', String(port)];
  const settings = [`UserKnownHostsFile=${at('known')}`, 'IdentitiesOnly=yes', 'BatchMode=yes', 'LogLevel=ERROR'];
  return {
    open: (command) =>
      openTerminal({
        command: 'ssh',
        args: [
          ...login,
          ...settings.flatMap((setting) => ['-o', setting]),
          `${userInfo().username}@127.0.0.1`,
          command,
        ],
      }),
    cut() {
      const sessions = childrenOf(server);
      for (const pid of sessions) process.kill(pid, 'SIGKILL');
      return sessions.length;
    },
  };
}

function configuration(at: (name: string) => string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${at('host')}`,
    `AuthorizedKeysFile ${at('authorized')}`,
    `PidFile ${at('pid')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'PrintMotd no',
    'PrintLastLog no',
    '',
  ].join('\n');
}

async function listening(server: ChildProcess): Promise<void> {
  let said = '';
  for await (const chunk of server.stderr ?? []) {
    said += String(chunk);
    if (said.includes('Server listening')) {
      server.stderr?.resume();
      return;
    }
  }
  throw new Error(`sshd ended: ${said}`);
}

/** The processes that serve one login each. */
function childrenOf({ pid }: ChildProcess): number[] {
  try {
    const text = readFileSync(`/proc/${pid ?? 0}/task/${pid ?? 0}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
