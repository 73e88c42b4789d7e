import { randomBytes, randomUUID } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { S3_KEYS } from '../../scripts/engines/ceph.ts';

/** Runs an act so many times over so many lanes and answers how many a second that were. */
export async function perSecond(
  count: number,
  lanes: number,
  act: (index: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const start = performance.now();
  const lane = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return (count * 1000) / (performance.now() - start);
}

/** What PostgreSQL itself takes: one row and one commit each, as small as they come. */
export async function measureInserts(url: string, count: number, lanes: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: lanes });
  await pool.query('CREATE TABLE IF NOT EXISTS bench (id TEXT PRIMARY KEY, content BYTEA)');
  const content = randomBytes(4096);
  const insert = { name: 'insert', text: 'INSERT INTO bench VALUES ($1, $2)' };
  const rate = await perSecond(count, lanes, () => pool.query({ ...insert, values: [randomUUID(), content] }));
  await pool.end();
  return rate;
}

/** What the S3 store itself takes and gives, by the same client that the server uses. */
export async function measureObjects(endpoint: string, size: number, count: number, lanes: number) {
  const client = new S3Client({
    endpoint,
    region: 'default',
    credentials: S3_KEYS,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: lanes } },
  });
  const [run, Bucket] = [randomUUID(), 'bench'];
  const put = await perSecond(count, lanes, (index) =>
    client.send(new PutObjectCommand({ Bucket, Key: `direct/${run}/${index}`, Body: randomBytes(size) })),
  );
  const got = await perSecond(count, lanes, async (index) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: `direct/${run}/${index}` }));
    await Body?.transformToByteArray();
  });
  client.destroy();
  return { put, got };
}
