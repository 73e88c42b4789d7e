import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';

export interface Job {
  readonly method: 'GET' | 'PUT';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array | undefined;
}

/** Runs the jobs over so many connections, one request each at a time, and answers how many seconds that took. */
export async function runJobs(origin: string, jobs: readonly Job[], connections: number): Promise<number> {
  const pool = new Pool(origin, { connections, pipelining: 1 });
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let job = jobs[next]; job !== undefined; job = jobs[next]) {
      next += 1;
      const { statusCode, body } = await pool.request(toOptions(job));
      await body.dump({ limit: 1e9 });
      if (statusCode >= 300) throw new Error(`${job.method} ${job.path} was answered ${statusCode}`);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = (performance.now() - start) / 1000;
  await pool.close();
  return seconds;
}

/** Sends or takes one big body and answers the seconds and the bytes that came back. */
export async function runBig(
  origin: string,
  job: Omit<Job, 'body'> & { size: number },
): Promise<{ seconds: number; received: number }> {
  const pool = new Pool(origin, { connections: 1, bodyTimeout: 0, headersTimeout: 0 });
  const start = performance.now();
  const isPut = job.method === 'PUT';
  const headers = isPut ? { ...job.headers, 'content-length': String(job.size) } : job.headers;
  const options: Dispatcher.RequestOptions = { method: job.method, path: job.path, headers };
  const { statusCode, body } = await pool.request({
    ...options,
    body: isPut ? Readable.from(bytesOf(job.size)) : null,
  });
  let received = 0;
  for await (const chunk of body) received += (chunk as Uint8Array).byteLength;
  if (statusCode >= 300) throw new Error(`${job.method} ${job.path} was answered ${statusCode}`);
  const seconds = (performance.now() - start) / 1000;
  await pool.close();
  return { seconds, received };
}

/** Seconds to the first byte of the body and to its end, and its length. */
export async function runListing(origin: string, path: string, headers: Record<string, string>) {
  const pool = new Pool(origin, { connections: 1 });
  const start = performance.now();
  const { body } = await pool.request({ method: 'GET', path, headers });
  let [first, bytes] = [0, 0];
  for await (const chunk of body) {
    if (first === 0) first = performance.now() - start;
    bytes += (chunk as Uint8Array).byteLength;
  }
  const last = performance.now() - start;
  await pool.close();
  return { first, last, bytes };
}

function toOptions({ method, path, headers, body }: Job): Dispatcher.RequestOptions {
  return { method, path, headers, ...(body === undefined ? {} : { body: Buffer.from(body) }) };
}

async function* bytesOf(size: number): AsyncGenerator<Uint8Array> {
  const block = randomBytes(256 * 1024);
  for (let left = size; left > 0; left -= block.byteLength)
    yield left < block.byteLength ? block.subarray(0, left) : block;
}
