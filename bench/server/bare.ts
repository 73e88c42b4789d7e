// A file server with nothing to it, as the floor of what Node does: no names, no signatures, no syncs; with `hash` both
// hashes of what is put and that of what is got, as the protocol needs them.
import { createHash, hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Transform } from 'node:stream';

const SMALL = 65_536;
const [folder = '', wish] = process.argv.slice(2);
const doesHash = wish === 'hash';
await mkdir(folder, { recursive: true });

function hashed(bytes: Buffer, times: number): Buffer {
  for (let left = doesHash ? times : 0; left > 0; left -= 1) hash('sha1', bytes);
  return bytes;
}

/** Content goes by and is hashed twice. */
function hashing(): Transform {
  const hashes = doesHash ? [createHash('sha1'), createHash('sha1')] : [];
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      for (const each of hashes) each.update(chunk);
      done(null, chunk);
    },
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = join(folder, (request.url ?? '/').replaceAll('/', '_'));
  if (request.method === 'PUT') {
    const isSmall = Number(request.headers['content-length']) <= SMALL;
    if (isSmall) await writeFile(file, hashed(Buffer.concat(await request.toArray()), 2));
    else await pipeline(request, hashing(), createWriteStream(file));
    response.writeHead(201).end();
    return;
  }
  const { size } = await stat(file);
  response.writeHead(200, { 'Content-Length': size });
  if (size <= SMALL) response.end(hashed(await readFile(file), 1));
  else await pipeline(createReadStream(file, { highWaterMark: 524_288 }), response);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
