import { randomBytes, randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import pg from 'pg';
import { API_ROOT } from '../../source/protocol/routes.ts';
import type { Stores } from '../../source/server/data-directory.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import { perSecond } from './engines.ts';
import { makeAccounts, signed, startBenchServer } from './servers.ts';

/** Nodes of one folder; the volume has as many folders as it takes. */
const FOLDER = 1000;
const COUNT = 100;
const ROUNDS = 3;

/** What a request costs as the nodes in one volume become more; one request at a time. */
export async function measureGrowth(place: StoreAddress, stores: Stores, sizes: readonly number[]): Promise<void> {
  const [credentials] = await makeAccounts(stores, 1);
  if (credentials === undefined) throw new Error('there is no account');
  const server = await startBenchServer(place);
  const pool = new Pool(server.origin, { connections: 1 });
  const client = new pg.Client({ connectionString: place.metadata ?? '' });
  // What goes wrong is thrown where it is asked for.
  client.on('error', () => {});
  await client.connect();
  const ask = async (method: 'GET' | 'PUT', path: string, body: Uint8Array | null) => {
    const headers = signed(server.origin, credentials, method, path);
    const answer = await pool.request({ method, path, headers, body });
    await answer.body.dump({ limit: 1e9 });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path} was answered ${answer.statusCode}`);
  };
  console.log(
    '\n| nodes in the volume | put 4 KiB, ms | get, ms | list a folder of 1000, ms | blocks a put | a get | a list |\n| --- | --- | --- | --- | --- | --- | --- |',
  );
  let there = 0;
  for (const size of sizes) {
    await fill(client, credentials.token, { from: there, to: size });
    there = size;
    const times: number[][] = [[], [], []];
    for (let round = 0; round < ROUNDS; round += 1) {
      const run = randomUUID();
      const file = (index: number) => `/content/~/Ubuntu%20One/puts/${run}-${index}`;
      const listed = `${API_ROOT}/~/Ubuntu%20One/d${size / FOLDER - 1}?include_children=true`;
      times[0]?.push(1000 / (await perSecond(COUNT, 1, (index) => ask('PUT', file(index), randomBytes(4096)))));
      times[1]?.push(1000 / (await perSecond(COUNT, 1, (index) => ask('GET', file(index), null))));
      times[2]?.push(1000 / (await perSecond(10, 1, () => ask('GET', listed, null))));
    }
    const touched = [
      await blocks(client, COUNT, (index) =>
        ask('PUT', `/content/~/Ubuntu%20One/puts/b${size}-${index}`, randomBytes(4096)),
      ),
      await blocks(client, COUNT, (index) => ask('GET', `/content/~/Ubuntu%20One/puts/b${size}-${index}`, null)),
      await blocks(client, 20, () =>
        ask('GET', `${API_ROOT}/~/Ubuntu%20One/d${size / FOLDER - 1}?include_children=true`, null),
      ),
    ];
    const best = times.map((each) => Math.min(...each).toFixed(2));
    console.log(`| ${size} | ${[...best, ...touched.map((each) => each.toFixed(0))].join(' | ')} |`);
  }
  await client.end();
  await pool.close();
  await server.stop();
}

/** Blocks of its tables and indexes that PostgreSQL looks at for each: what a request costs, however busy the machine is. */
async function blocks(client: pg.Client, count: number, act: (index: number) => Promise<void>): Promise<number> {
  const read = async (): Promise<number> => {
    // Each connection hands its counts in once it has been idle for a while.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    const { rows } = await client.query<{ blocks: string }>(
      'SELECT sum(blks_hit + blks_read) AS blocks FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(rows[0]?.blocks);
  };
  const before = await read();
  for (let index = 0; index < count; index += 1) await act(index);
  return ((await read()) - before) / count;
}

/** Makes nodes by the thousand without the server, which would take hours. */
async function fill(client: pg.Client, token: string, { from, to }: { from: number; to: number }): Promise<void> {
  const own = `SELECT volume.id AS volume, volume.top_id AS top FROM volume JOIN token ON token.account_id = volume.account_id WHERE token.token = $1`;
  const columns =
    'id, volume_id, parent_id, name, name_key, kind, hash, size, generation, generation_created, created_at, changed_at';
  const folders = `INSERT INTO node (${columns}) SELECT 'bench-d' || n, volume, top, 'd' || n, 'd' || n, 'directory', NULL, NULL, n, n, 0, 0
    FROM (${own}) own, generate_series($2::bigint, $3::bigint) n`;
  await client.query(folders, [token, from / FOLDER, to / FOLDER - 1]);
  const files = `INSERT INTO node (${columns}) SELECT 'bench-f' || n, volume, 'bench-d' || n / ${FOLDER}, 'f' || n, 'f' || n, 'file', NULL, NULL, n, n, 0, 0
    FROM (${own}) own, generate_series($2::bigint, $3::bigint) n`;
  await client.query(files, [token, from, to - 1]);
  await client.query('UPDATE volume SET generation = $2 WHERE id = (SELECT volume FROM (' + own + ') own)', [
    token,
    to * 2,
  ]);
  await client.query('VACUUM ANALYZE node');
}
