// Several servers on PostgreSQL and Ceph against what these take themselves: `node bench/scale/main.ts [--quick] [--rates] [--servers] [--growth]`.
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { S3_KEYS, startCeph } from '../../scripts/engines/ceph.ts';
import { startPostgres } from '../../scripts/engines/postgres.ts';
import { openStores } from '../../source/server/stores.ts';
import { measureAdded } from './added.ts';
import { measureGrowth } from './growth.ts';
import { measureRates } from './rates.ts';
import { makeAccounts } from './servers.ts';

const has = (flag: string) => process.argv.includes(flag);
const isQuick = has('--quick');
const ACCOUNTS = 16;

const postgres = await startPostgres({ isDurable: true, preload: 'pg_stat_statements' });
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
  const accounts = await makeAccounts(stores, ACCOUNTS);
  const wish = isQuick ? { count: 200, rounds: 1 } : { count: 600, rounds: 3 };
  const rig = { postgres, ceph, place, accounts };
  const named = ['--rates', '--servers', '--growth'].filter(has);
  const wants = (part: string) => named.length === 0 || named.includes(part);
  if (wants('--rates')) await measureRates(rig, wish);
  if (wants('--servers')) await measureAdded(rig, wish.rounds);
  const sizes = [1000, 10_000, 100_000, ...(isQuick ? [] : [1_000_000])];
  if (wants('--growth')) await measureGrowth(place, accounts[0], sizes);
  await stores.close();
} finally {
  await Promise.all([postgres.stop(), ceph.stop()]);
}
