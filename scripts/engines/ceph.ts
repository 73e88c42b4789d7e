import { randomInt, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cephSettings } from './ceph-settings.ts';
import { freePort, runProgram, startDaemon, until } from './daemon.ts';
import type { Daemon } from './daemon.ts';
import { ensurePrograms } from '../packages/programs.ts';

/** The keys of the one user; in the form of account and user, which one store insists on. */
export const S3_KEYS = { accessKeyId: 'u1file:u1file', secretAccessKey: 'secret' };

export interface CephOptions {
  /** Storage nodes; each holds a copy of everything, and one may be missing. */
  readonly nodes?: number;
  readonly gateways?: number;
}

/** A process of the cluster that can be ended and started again. */
export interface CephPart {
  /** Null while it does not run. */
  pid(): number | null;
  start(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface Ceph {
  /** `http://127.0.0.1:PORT` of each gateway; all of them serve the same. */
  readonly endpoints: readonly string[];
  readonly nodes: readonly CephPart[];
  readonly gateways: readonly CephPart[];
  /** The most bytes that the user may keep; null for as many as there are. */
  limit(bytes: number | null): void;
  stop(): Promise<void>;
}

/** Starts Debian's Ceph with its S3 gateways in a folder and on ports of its own, on the loopback alone. */
export async function startCeph({ nodes = 3, gateways = 2 }: CephOptions = {}): Promise<Ceph> {
  const packages = ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'];
  ensurePrograms(['radosgw', 'ceph-mon', 'ceph-osd', 'radosgw-admin', 'monmaptool', 'python3'], packages);
  const folder = await mkdtemp(join(tmpdir(), 'u1file-ceph-'));
  for (const name of ['run', 'log', 'mon', 'gateway']) mkdirSync(join(folder, name));
  const cluster = {
    folder,
    id: randomUUID(),
    monitorPort: await freePort(),
    nodePorts: randomInt(20_000, 30_000),
    nodes,
  };
  const settings = join(folder, 'ceph.conf');
  writeFileSync(settings, cephSettings(cluster));
  const monitor = await startMonitor(cluster, settings);
  const osds = await startNodes(cluster, settings);
  const ports = await Promise.all(Array.from({ length: gateways }, freePort));
  const doors = ports.map((port, index) => createGateway(folder, settings, { port, index }));
  // The first one makes the pools; two at once would both try.
  for (const door of doors) await door.start();
  makeUser(settings);
  return {
    endpoints: ports.map((port) => `http://127.0.0.1:${port}`),
    nodes: osds,
    gateways: doors,
    limit: (bytes) => limitUser(settings, bytes),
    stop: async () => {
      await Promise.all([monitor, ...osds, ...doors].map((part) => part.end('SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Cluster {
  readonly folder: string;
  readonly id: string;
  readonly monitorPort: number;
  readonly nodes: number;
}

async function startMonitor({ folder, id, monitorPort }: Cluster, settings: string): Promise<CephPart> {
  const map = join(folder, 'monmap');
  const address = `[v2:127.0.0.1:${monitorPort}]`;
  runProgram({ program: 'monmaptool', args: ['--create', '--fsid', id, '--addv', 'a', address, map] });
  runProgram({ program: 'ceph-mon', args: ['-c', settings, '--mkfs', '-i', 'a', '--monmap', map] });
  const monitor = createPart(folder, 'mon', ['ceph-mon', '-c', settings, '-i', 'a', '-f'], async () => true);
  await monitor.start();
  return monitor;
}

async function startNodes({ folder, nodes }: Cluster, settings: string): Promise<CephPart[]> {
  const ids = Array.from({ length: nodes }, () => randomUUID());
  const map = join(folder, 'monmap');
  for (const [index, id] of ids.entries()) {
    mkdirSync(join(folder, `osd${index}`));
    const args = ['-c', settings, '-i', String(index), '--mkfs', '--osd-uuid', id, '--monmap', map];
    runProgram({ program: 'ceph-osd', args });
  }
  askMonitor(settings, 'new', ...ids);
  const osds = ids.map((_, index) => {
    const command = ['ceph-osd', '-c', settings, '-i', String(index), '-f'];
    return createPart(folder, `osd${index}`, command, async () => true);
  });
  for (const osd of osds) await osd.start();
  askMonitor(settings, 'up', String(nodes));
  return osds;
}

function createGateway(folder: string, settings: string, { port, index }: { port: number; index: number }): CephPart {
  const frontend = `--rgw-frontends=beast endpoint=127.0.0.1:${port}`;
  const command = ['radosgw', '-c', settings, '-n', `client.gateway${index}`, '-f', frontend];
  return createPart(folder, `gateway${index}`, command, () => isAnswering(`http://127.0.0.1:${port}/`));
}

/** `isUp` tells when it does its work. */
function createPart(folder: string, name: string, command: string[], isUp: () => Promise<boolean>): CephPart {
  const [program = '', ...args] = command;
  let daemon: Daemon | null = null;
  return {
    pid: () => daemon?.pid ?? null,
    start: async () => {
      daemon = startDaemon({ program, args, folder }, join(folder, 'log', `${name}.out`));
      await until(`${name} answers`, isUp);
    },
    end: async (signal) => await daemon?.end(signal),
  };
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return answer.status < 500;
  } catch {
    return false;
  }
}

function askMonitor(settings: string, ...command: string[]): void {
  const script = join(import.meta.dirname, 'ceph-monitor.py');
  // Debian's own Python has Ceph's library; another one on the path has not.
  runProgram({ program: '/usr/bin/python3', args: [script, settings, ...command] });
}

function makeUser(settings: string): void {
  const keys = [`--access-key=${S3_KEYS.accessKeyId}`, `--secret-key=${S3_KEYS.secretAccessKey}`];
  const args = ['-c', settings, 'user', 'create', '--uid=u1file', '--display-name=u1file', ...keys];
  runProgram({ program: 'radosgw-admin', args });
}

function limitUser(settings: string, bytes: number | null): void {
  const quota = (...args: string[]) => {
    const command = ['-c', settings, 'quota', ...args, '--quota-scope=user', '--uid=u1file'];
    runProgram({ program: 'radosgw-admin', args: command });
  };
  if (bytes === null) return quota('disable');
  quota('set', `--max-size=${bytes}B`);
  quota('enable');
}
