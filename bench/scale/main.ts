// Several servers on PostgreSQL and Ceph against what these take themselves: `node bench/scale/main.ts [--quick] [--growth]`.
import { randomBytes } from 'node:crypto';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { Pool } from 'undici';
import { S3_KEYS, startCeph } from '../../scripts/engines/ceph.ts';
import { startPostgres } from '../../scripts/engines/postgres.ts';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { openStores } from '../../source/server/stores.ts';
import { measureInserts, measureObjects, perSecond } from './engines.ts';
import { measureGrowth } from './growth.ts';
import { makeAccounts, signed, startBenchServer } from './servers.ts';
import type { BenchServer } from './servers.ts';

const isQuick = process.argv.includes('--quick');
/** Only what a request costs as the nodes become more. */
const isGrowthOnly = process.argv.includes('--growth');
const COUNT = isQuick ? 200 : 600;
const LANES = 16;
const ROUNDS = isQuick ? 1 : 3;
/** Bytes: kept in the row, and kept in the store. */
const SIZES = [4096, 65_536];

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Puts and gets a second over all servers together. */
async function measureServers(
  servers: readonly BenchServer[],
  accounts: readonly Credentials[],
  size: number,
  run: string,
) {
  const pools = servers.map(({ origin }) => new Pool(origin, { connections: LANES, pipelining: 1 }));
  const ask = async (method: 'GET' | 'PUT', index: number): Promise<void> => {
    const path = `/content/~/Ubuntu%20One/${run}/f${index}`;
    const credentials = accounts[index % accounts.length];
    const [pool, server] = [pools[index % pools.length], servers[index % servers.length]];
    if (credentials === undefined || pool === undefined || server === undefined) throw new Error('there is nobody');
    const headers = signed(server.origin, credentials, method, path);
    const body = method === 'PUT' ? randomBytes(size) : null;
    const answer = await pool.request({ method, path, headers, body });
    await answer.body.dump({ limit: 1e9 });
    if (answer.statusCode >= 300) throw new Error(`${method} was answered ${answer.statusCode}`);
  };
  const put = await perSecond(COUNT, LANES, (index) => ask('PUT', index));
  const got = await perSecond(COUNT, LANES, (index) => ask('GET', index));
  await Promise.all(pools.map((pool) => pool.close()));
  return [put, got] as const;
}

const postgres = await startPostgres({ isDurable: true });
const ceph = await startCeph();
try {
  postgres.createDatabase('files');
  const [endpoint = ''] = ceph.endpoints;
  const maker = new S3Client({ endpoint, region: 'default', credentials: S3_KEYS, forcePathStyle: true });
  await maker.send(new CreateBucketCommand({ Bucket: 'bench' }));
  maker.destroy();
  const blobs = { url: 's3://bench', endpoint: ceph.endpoints.join(','), region: 'default', credentials: S3_KEYS };
  const place = { metadata: postgres.url('files'), blobs };
  const stores = await openStores(place);
  const accounts = await makeAccounts(stores, LANES);
  const limits: number[][] = [[], [], []];
  const rows = new Map<string, number[]>();
  const note = (name: string, value: number) => rows.set(name, [...(rows.get(name) ?? []), value]);
  // All in turns, so that what else the machine does meets everybody.
  for (let round = 0; round < (isGrowthOnly ? 0 : ROUNDS); round += 1) {
    limits[0]?.push(await measureInserts(place.metadata, COUNT, LANES));
    const objects = await measureObjects(endpoint, SIZES[1] ?? 0, COUNT, LANES);
    limits[1]?.push(objects.put);
    limits[2]?.push(objects.got);
    for (const count of [1, 2, 4]) {
      const servers = await Promise.all(Array.from({ length: count }, () => startBenchServer(place)));
      await measureServers(servers, accounts, 4096, `warm${round}-${count}`);
      for (const size of SIZES) {
        const [put, got] = await measureServers(servers, accounts, size, `run${round}-${count}-${size}`);
        note(`${size / 1024} KiB put, ${count}`, put);
        note(`${size / 1024} KiB got, ${count}`, got);
      }
      await Promise.all(servers.map((server) => server.stop()));
    }
  }
  if (!isGrowthOnly) {
    const [inserts = [], puts = [], gets = []] = limits;
    console.log('| engine alone, 16 connections | a second |\n| --- | --- |');
    console.log(`| PostgreSQL: insert 4 KiB and commit | ${median(inserts).toFixed(0)} |`);
    console.log(`| S3: put 64 KiB | ${median(puts).toFixed(0)} |\n| S3: get 64 KiB | ${median(gets).toFixed(0)} |`);
    console.log(
      '\n| requests a second, all servers together | 1 server | 2 servers | 4 servers |\n| --- | --- | --- | --- |',
    );
    for (const name of ['4 KiB put', '4 KiB got', '64 KiB put', '64 KiB got']) {
      const cells = [1, 2, 4].map((count) => median(rows.get(`${name}, ${count}`) ?? []).toFixed(0));
      console.log(`| ${name} | ${cells.join(' | ')} |`);
    }
  }
  await measureGrowth(place, stores, isQuick ? [1000, 10_000, 100_000] : [1000, 10_000, 100_000, 1_000_000]);
  await stores.close();
} finally {
  await Promise.all([postgres.stop(), ceph.stop()]);
}
