import { randomBytes, randomUUID } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { S3_KEYS } from '../../scripts/engines/ceph.ts';
import { measure } from './processor.ts';
import type { Cost, Parts } from './processor.ts';

interface Wish {
  readonly count: number;
  readonly lanes: number;
  readonly parts: Parts;
}

/** What PostgreSQL itself takes: one row and one commit each, as small as they come. */
export async function measureInserts(url: string, wish: Wish): Promise<Cost> {
  const pool = new pg.Pool({ connectionString: url, max: wish.lanes });
  await pool.query('CREATE TABLE IF NOT EXISTS bench (id TEXT PRIMARY KEY, content BYTEA)');
  const content = randomBytes(4096);
  const insert = { name: 'insert', text: 'INSERT INTO bench VALUES ($1, $2)' };
  const cost = await measure(wish, () => pool.query({ ...insert, values: [randomUUID(), content] }));
  await pool.end();
  return cost;
}

/** What the S3 store itself takes and gives, by the same client that the server uses. */
export async function measureObjects(endpoint: string, size: number, wish: Wish): Promise<{ put: Cost; got: Cost }> {
  const client = new S3Client({
    endpoint,
    region: 'default',
    credentials: S3_KEYS,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: { keepAlive: true, maxSockets: wish.lanes } },
  });
  const [run, Bucket] = [randomUUID(), 'bench'];
  const put = await measure(wish, (index) =>
    client.send(new PutObjectCommand({ Bucket, Key: `direct/${run}/${index}`, Body: randomBytes(size) })),
  );
  const got = await measure(wish, async (index) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: `direct/${run}/${index}` }));
    await Body?.transformToByteArray();
  });
  client.destroy();
  return { put, got };
}
