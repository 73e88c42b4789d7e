import { randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import type { Ceph, CephPart } from '../../scripts/engines/ceph.ts';
import type { Postgres } from '../../scripts/engines/postgres.ts';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { measureInserts, measureObjects } from './engines.ts';
import { measure, medianCost } from './processor.ts';
import type { Cost, Parts } from './processor.ts';
import { signed, startBenchServer } from './servers.ts';
import type { BenchPlace, BenchServer } from './servers.ts';
import { table } from './table.ts';

const LANES = 16;
/** Bytes: kept in the row, and kept in the store. */
const SIZES = [4096, 65_536] as const;
const SERVERS = [1, 2, 4];

export interface Rig {
  readonly postgres: Postgres;
  readonly ceph: Ceph;
  readonly place: BenchPlace;
  /** As many as lanes. */
  readonly accounts: readonly Credentials[];
}

/** Puts and gets with 1, 2 and 4 servers, in turns with what the engines take by themselves; prints tables. */
export async function measureRates(rig: Rig, { count, rounds }: { count: number; rounds: number }): Promise<void> {
  const costs = new Map<string, Cost[]>();
  const note = (name: string, cost: Cost) => costs.set(name, [...(costs.get(name) ?? []), cost]);
  const { place } = rig;
  // All in turns, so that what else the machine does meets everybody.
  for (let round = 0; round < rounds; round += 1) {
    const wish = { count, lanes: LANES, parts: partsOf(rig, []) };
    note('insert', await measureInserts(place.metadata, wish));
    const objects = await measureObjects(rig.ceph.endpoints[0] ?? '', SIZES[1], wish);
    note('S3 put', objects.put);
    note('S3 got', objects.got);
    for (const number of SERVERS) {
      const servers = await Promise.all(Array.from({ length: number }, () => startBenchServer(place)));
      await measureServers(rig, servers, { size: SIZES[0], count, run: `warm${round}-${number}` });
      for (const size of SIZES) {
        const run = `run${round}-${number}-${size}`;
        const { put, got } = await measureServers(rig, servers, { size, count, run });
        note(`${size / 1024} KiB put, ${number}`, put);
        note(`${size / 1024} KiB got, ${number}`, got);
      }
      await Promise.all(servers.map((server) => server.stop()));
    }
  }
  report(new Map([...costs].map(([name, each]) => [name, medianCost(each)])));
}

function partsOf({ postgres, ceph }: Rig, servers: readonly BenchServer[]): Parts {
  const pids = (parts: readonly Pick<CephPart, 'pid'>[]) => () => parts.map(({ pid }) => pid() ?? 0);
  return {
    server: () => servers.map(({ pid }) => pid),
    PostgreSQL: pids([postgres.primary]),
    gateways: pids(ceph.gateways),
    'storage nodes': pids(ceph.nodes),
  };
}

/** Puts and gets over all servers together. */
export async function measureServers(
  rig: Rig,
  servers: readonly BenchServer[],
  { size, count, run }: { size: number; count: number; run: string },
): Promise<{ put: Cost; got: Cost }> {
  const pools = servers.map(({ origin }) => new Pool(origin, { connections: LANES, pipelining: 1 }));
  const ask = async (method: 'GET' | 'PUT', index: number): Promise<void> => {
    const path = `/content/~/Ubuntu%20One/${run}/f${index}`;
    const credentials = rig.accounts[index % rig.accounts.length];
    const [pool, server] = [pools[index % pools.length], servers[index % servers.length]];
    if (credentials === undefined || pool === undefined || server === undefined) throw new Error('there is nobody');
    const headers = signed(server.origin, credentials, method, path);
    const body = method === 'PUT' ? randomBytes(size) : null;
    const answer = await pool.request({ method, path, headers, body });
    await answer.body.dump({ limit: 1e9 });
    if (answer.statusCode >= 300) throw new Error(`${method} was answered ${answer.statusCode}`);
  };
  const wish = { count, lanes: LANES, parts: partsOf(rig, servers) };
  const put = await measure(wish, (index) => ask('PUT', index));
  const got = await measure(wish, (index) => ask('GET', index));
  await Promise.all(pools.map((pool) => pool.close()));
  return { put, got };
}

function report(costs: ReadonlyMap<string, Cost>): void {
  const rate = (name: string) => costs.get(name)?.rate ?? 0;
  const limits = {
    insert: 'PostgreSQL: insert 4 KiB and commit',
    'S3 put': 'S3: put 64 KiB',
    'S3 got': 'S3: get 64 KiB',
  };
  table(
    ['engine alone, 16 connections', 'a second'],
    Object.entries(limits).map(([name, words]) => [words, rate(name).toFixed(0)]),
  );
  const requests = { '4 KiB put': 'insert', '4 KiB got': 'insert', '64 KiB put': 'S3 put', '64 KiB got': 'S3 got' };
  table(
    ['requests a second', '1 server', '2 servers', '4 servers', 'the engine alone', 'most of it'],
    Object.entries(requests).map(([name, engine]) => {
      const rates = SERVERS.map((number) => rate(`${name}, ${number}`));
      const most = `${((100 * Math.max(...rates)) / rate(engine)).toFixed(0)} %`;
      return [name].concat(
        [...rates, rate(engine)].map((each) => each.toFixed(0)),
        most,
      );
    }),
  );
  const measured = [...Object.keys(limits), ...Object.keys(requests).map((name) => `${name}, 1`)];
  const parts = Object.keys(costs.get('insert')?.processor ?? {});
  table(
    ['processor, ms each', ...parts],
    measured.map((name) => [name].concat(parts.map((part) => (costs.get(name)?.processor[part] ?? 0).toFixed(2)))),
  );
}
