import { randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import pg from 'pg';
import { API_ROOT } from '../../source/protocol/routes.ts';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { signed, startBenchServer } from './servers.ts';
import type { BenchPlace } from './servers.ts';

/** Nodes of one folder; the volume has as many folders as it takes. */
const FOLDER = 1000;
const COUNT = 50;

/**
 * What a request costs as the nodes in one volume become more: the blocks of tables and indexes that PostgreSQL looks at
 * for it, which other work on the machine does not change, and its processor time.
 */
export async function measureGrowth(
  place: BenchPlace,
  credentials: Credentials | undefined,
  sizes: readonly number[],
): Promise<void> {
  if (credentials === undefined) throw new Error('there is no account');
  const server = await startBenchServer(place);
  const pool = new Pool(server.origin, { connections: 1 });
  const client = new pg.Client({ connectionString: place.metadata });
  await client.connect();
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  const ask = async (method: 'GET' | 'PUT', path: string, body: Uint8Array | null) => {
    const headers = signed(server.origin, credentials, method, path);
    const answer = await pool.request({ method, path, headers, body });
    await answer.body.dump({ limit: 1e9 });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} was answered ${answer.statusCode}`);
  };
  const seen: Looks[][] = [];
  for (const [index, size] of sizes.entries()) {
    await fill(client, credentials.token, { from: sizes[index - 1] ?? 0, to: size });
    const file = (name: number) => `/content/~/Ubuntu%20One/d${size / FOLDER - 1}/put${name}`;
    const listed = `${API_ROOT}/~/Ubuntu%20One/d${size / FOLDER - 1}?include_children=true`;
    seen.push([
      await look(client, COUNT, (name) => ask('PUT', file(name), randomBytes(4096))),
      await look(client, COUNT, (name) => ask('GET', file(name), null)),
      await look(client, COUNT, () => ask('GET', listed, null)),
    ]);
  }
  report(sizes, seen);
  await client.end();
  await pool.close();
  await server.stop();
}

/** What one request of a kind takes of PostgreSQL. */
interface Looks {
  readonly blocks: number;
  /** Milliseconds in its executor. */
  readonly time: number;
}

/** By PostgreSQL's own account of its statements; that of servers who tell each other of their users is left out. */
async function look(client: pg.Client, count: number, act: (index: number) => Promise<void>): Promise<Looks> {
  await act(-1);
  await client.query('SELECT pg_stat_statements_reset()');
  for (let index = 0; index < count; index += 1) await act(index);
  const { rows } = await client.query<{ blocks: string; time: number }>(
    `SELECT sum(shared_blks_hit + shared_blks_read) AS blocks, sum(total_exec_time) AS time FROM pg_stat_statements
      WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT LIKE '%running%'`,
  );
  return { blocks: Number(rows[0]?.blocks) / count, time: Number(rows[0]?.time) / count };
}

function report(sizes: readonly number[], seen: readonly (readonly Looks[])[]): void {
  const kinds = ['put 4 KiB', 'get', 'list a folder of 1000'];
  const cell = ({ blocks, time }: Looks) => `${blocks.toFixed(1)}, ${time.toFixed(2)} ms`;
  console.log(`\n| nodes in the volume | ${kinds.join(' | ')} |\n| --- | --- | --- | --- |`);
  for (const [index, size] of sizes.entries()) console.log(`| ${size} | ${seen[index]?.map(cell).join(' | ')} |`);
  const growth = kinds.map((_, kind) => {
    const blocks = seen.map((looks) => looks[kind]?.blocks ?? 0);
    return `${(Math.max(...blocks) / Math.min(...blocks)).toFixed(2)}x`;
  });
  console.log(`| most to fewest blocks | ${growth.join(' | ')} |`);
}

/** Makes nodes by the thousand without the server, which would take hours. */
async function fill(client: pg.Client, token: string, { from, to }: { from: number; to: number }): Promise<void> {
  const own = `SELECT volume.id AS volume, volume.top_id AS top FROM volume JOIN token ON token.account_id = volume.account_id WHERE token.token = $1`;
  const columns =
    'id, volume_id, parent_id, name, name_key, kind, hash, size, generation, generation_created, created_at, changed_at';
  const folders = `INSERT INTO node (${columns}) SELECT 'bench-d' || n, volume, top, 'd' || n, 'd' || n, 'directory', NULL, NULL, n, n, 0, 0
    FROM (${own}) own, generate_series($2::bigint, $3::bigint) n`;
  await client.query(folders, [token, from / FOLDER, to / FOLDER - 1]);
  const files = `INSERT INTO node (${columns}) SELECT 'bench-f' || n, volume, 'bench-d' || n / ${FOLDER}, 'f' || lpad(n::text, 7, '0'), 'f' || lpad(n::text, 7, '0'), 'file', NULL, NULL, n, n, 0, 0
    FROM (${own}) own, generate_series($2::bigint, $3::bigint) n`;
  await client.query(files, [token, from, to - 1]);
  await client.query('UPDATE volume SET generation = $2 WHERE id = (SELECT volume FROM (' + own + ') own)', [
    token,
    to * 2,
  ]);
  await client.query('VACUUM ANALYZE node');
}
