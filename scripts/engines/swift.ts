import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { S3_KEYS } from './ceph.ts';
import { freePort, runProgram, startDaemon, until } from './daemon.ts';
import type { Daemon } from './daemon.ts';
import { ensurePackage } from '../packages/programs.ts';
import { COMMON, KEEPERS, keeperSettings, proxySettings } from './swift-settings.ts';
import type { SwiftLayout } from './swift-settings.ts';

/** Debian's own, which has Swift's library; another one on the path has not. */
const PYTHON = '/usr/bin/python3';
/** The program of that name is in a package that starts servers of its own. */
const RING_BUILDER = "import sys; from swift.cli.ringbuilder import main; main(['swift-ring-builder', *sys.argv[1:]])";

export interface Swift {
  /** `http://127.0.0.1:PORT` of its proxy. */
  readonly endpoints: readonly string[];
  stop(): Promise<void>;
}

/** Starts Debian's OpenStack Swift with its S3 layer, one of each server, in a folder and on ports of its own. */
export async function startSwift(): Promise<Swift> {
  ensurePackage('python3-swift', '/usr/lib/python3/dist-packages/swift');
  const folder = await mkdtemp(join(tmpdir(), 'u1file-swift-'));
  mkdirSync(join(folder, 'devices', 'disk'), { recursive: true });
  writeFileSync(join(folder, 'swift.conf'), COMMON);
  const layout: SwiftLayout = { folder, user: userInfo().username, keys: S3_KEYS };
  const daemons: Daemon[] = [];
  const start = (kind: string, port: number, settings: string) => {
    writeFileSync(join(folder, `${kind}.conf`), settings);
    const args = [join(import.meta.dirname, 'swift-server.py'), folder, kind];
    // Names are looked up by the system: there are none but addresses.
    const env = { EVENTLET_NO_GREENDNS: 'yes' };
    daemons.push(startDaemon({ program: PYTHON, args, folder, env }, join(folder, `${kind}.out`)));
    return port;
  };
  for (const kind of KEEPERS) {
    const port = await freePort();
    makeRing(folder, kind, port);
    start(kind, port, keeperSettings(kind, port, layout));
  }
  const port = await freePort();
  start('proxy', port, proxySettings(port, layout));
  const endpoint = `http://127.0.0.1:${port}`;
  await until('Swift answers', async () => await isAnswering(endpoint));
  return {
    endpoints: [endpoint],
    stop: async () => {
      await Promise.all(daemons.map((daemon) => daemon.end('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Which server has what: one of each kind has it all. */
function makeRing(folder: string, kind: string, port: number): void {
  const builder = join(folder, `${kind}.builder`);
  const run = (...args: string[]) =>
    void runProgram({ program: PYTHON, args: ['-c', RING_BUILDER, builder, ...args], folder });
  run('create', '4', '1', '1');
  run('add', `r1z1-127.0.0.1:${port}/disk`, '1');
  run('rebalance');
}

async function isAnswering(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(`${endpoint}/healthcheck`);
    return (await answer.text()) === 'OK';
  } catch {
    return false;
  }
}
