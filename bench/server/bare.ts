// A file server with nothing to it, as the floor of what Node does: no names, no signatures, no hashes, no syncs.
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

const SMALL = 65_536;
const [folder = ''] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const file = join(folder, (request.url ?? '/').replaceAll('/', '_'));
  if (request.method === 'PUT') {
    const isSmall = Number(request.headers['content-length']) <= SMALL;
    await (isSmall ? writeFile(file, await request.toArray()) : pipeline(request, createWriteStream(file)));
    response.writeHead(201).end();
    return;
  }
  const { size } = await stat(file);
  response.writeHead(200, { 'Content-Length': size });
  if (size <= SMALL) response.end(await readFile(file));
  else await pipeline(createReadStream(file, { highWaterMark: 524_288 }), response);
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
