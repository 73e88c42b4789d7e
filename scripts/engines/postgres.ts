import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, runProgram, startDaemon, until } from './daemon.ts';
import type { Command, Daemon } from './daemon.ts';
import { ensurePrograms } from '../packages/programs.ts';

const USER = 'postgres';
const PASSWORD = 'secret';

export interface PostgresOptions {
  /** A standby that every commit waits for, so that promoting it loses nothing. */
  readonly hasStandby?: boolean;
  /** Survive a power cut too; a throw-away database need not, and is faster. */
  readonly isDurable?: boolean;
  /** A library of PostgreSQL's own that it is to load. */
  readonly preload?: string;
}

/** One server of a cluster. */
export interface PostgresServer {
  readonly host: string;
  /** Null while it does not run. */
  pid(): number | null;
  /** Starts it again after it ended. */
  start(): Promise<void>;
  end(signal: NodeJS.Signals): Promise<void>;
  /** To the server and all its processes. */
  signalAll(signal: NodeJS.Signals): void;
}

export interface Postgres {
  readonly primary: PostgresServer;
  readonly standby: PostgresServer | null;
  /** `postgres://…` of a database of this name, on all servers there are. */
  url(database: string): string;
  createDatabase(name: string): void;
  /** Makes the standby the primary. */
  promote(): void;
  stop(): Promise<void>;
}

/** Starts Debian's PostgreSQL on a folder and ports of its own, on the loopback alone. */
export async function startPostgres({
  hasStandby = false,
  isDurable = false,
  preload = '',
}: PostgresOptions = {}): Promise<Postgres> {
  ensurePostgres();
  const folder = await mkdtemp(join(tmpdir(), 'u1file-postgres-'));
  if (process.getuid?.() === 0) execFileSync('chown', [USER, folder]);
  const port = await freePort();
  const cluster = join(folder, 'primary');
  initialize(folder, cluster, configuration({ port, folder, isDurable, hasStandby, preload }));
  const primary = createServer(folder, cluster, port);
  await primary.start();
  const standby = hasStandby ? await startStandby(folder, port) : null;
  const hosts = [primary, ...(standby === null ? [] : [standby])].map(({ host }) => host).join(',');
  return {
    primary,
    standby,
    url: (database) => `postgres://cloud:${PASSWORD}@${hosts}/${database}`,
    createDatabase: (name) => void psql(port, `CREATE DATABASE "${name}"`),
    promote: () => void runProgram(control(join(folder, 'standby'), 'promote', '-w')),
    stop: async () => {
      // One that hangs would not hear of it otherwise.
      for (const server of [primary, standby]) server?.signalAll('SIGKILL');
      await Promise.all([primary.end('SIGKILL'), standby?.end('SIGKILL')]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function ensurePostgres(): void {
  if (process.getuid?.() === 0) {
    // No cluster of the distribution's own beside it.
    mkdirSync('/etc/postgresql-common/createcluster.d', { recursive: true });
    writeFileSync('/etc/postgresql-common/createcluster.d/u1file.conf', 'create_main_cluster = false\n');
  }
  ensurePrograms(['postgres', 'initdb', 'pg_ctl', 'pg_basebackup', 'psql'], ['postgresql']);
}

function initialize(folder: string, cluster: string, settings: string): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  if (process.getuid?.() === 0) execFileSync('chown', [USER, passwordFile]);
  const args = ['-D', cluster, '-U', 'cloud', `--pwfile=${passwordFile}`, '-A', 'password', '--no-sync'];
  runProgram({ program: 'initdb', args: [...args, '--locale=C.UTF-8', '-E', 'UTF8'], user: USER, folder });
  appendFileSync(join(cluster, 'postgresql.conf'), settings);
}

function configuration(wish: Required<PostgresOptions> & { port: number; folder: string }): string {
  const durable = wish.isDurable ? 'on' : 'off';
  const lines = [
    `port = ${wish.port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${wish.folder}'`,
    `fsync = ${durable}`,
    `full_page_writes = ${durable}`,
    'max_connections = 200',
    'shared_buffers = 128MB',
    'log_min_messages = warning',
    `shared_preload_libraries = '${wish.preload}'`,
    // With this a commit is answered only once the standby has it on its disk.
    wish.hasStandby ? "synchronous_standby_names = 'standby'" : '',
  ];
  return `${lines.join('\n')}\n`;
}

async function startStandby(folder: string, primaryPort: number): Promise<PostgresServer> {
  const cluster = join(folder, 'standby');
  const port = await freePort();
  const from = `host=127.0.0.1 port=${primaryPort} user=cloud password=${PASSWORD} application_name=standby`;
  const args = ['-D', cluster, '-d', from, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'];
  runProgram({ program: 'pg_basebackup', args, user: USER, folder });
  appendFileSync(join(cluster, 'postgresql.conf'), `port = ${port}\nsynchronous_standby_names = ''\n`);
  const standby = createServer(folder, cluster, port);
  await standby.start();
  const isStreaming = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'";
  await until('the standby follows', () => psql(primaryPort, isStreaming) === '1');
  return standby;
}

function createServer(folder: string, cluster: string, port: number): PostgresServer {
  let daemon: Daemon | null = null;
  return {
    host: `127.0.0.1:${port}`,
    pid: () => daemon?.pid ?? null,
    start: async () => {
      daemon = startDaemon({ program: 'postgres', args: ['-D', cluster], user: USER, folder }, `${cluster}.log`);
      await until('PostgreSQL answers', () => isReady(cluster, port));
    },
    end: async (signal) => await daemon?.end(signal),
    signalAll: (signal) => daemon?.signalAll(signal),
  };
}

async function isReady(cluster: string, port: number): Promise<boolean> {
  try {
    const status = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim();
    return (status === 'ready' || status === 'standby') && (await answers(port));
  } catch {
    return false;
  }
}

async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function control(cluster: string, ...args: string[]): Command {
  return { program: 'pg_ctl', args: ['-D', cluster, ...args], user: USER, folder: '/' };
}

function psql(port: number, sql: string): string {
  const args = ['-qXAt', '-h', '127.0.0.1', '-p', String(port), '-U', 'cloud', '-d', 'postgres', '-c', sql];
  return runProgram({ program: 'psql', args, env: { PGPASSWORD: PASSWORD } }).trim();
}
