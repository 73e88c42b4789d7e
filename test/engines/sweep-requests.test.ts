import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createGateways } from '../../source/server/blobs/s3/gateways.ts';
import { startIncoming } from '../../source/server/blobs/s3/incoming.ts';
import { parseS3Address } from '../../source/server/blobs/s3/open.ts';
import { openStores } from '../../source/server/stores.ts';
import { sweep } from '../../source/server/upkeep/sweep.ts';
import { newS3Place } from './buckets.ts';
import { newDatabase } from './databases.ts';

const DAY = 86_400_000;
const FILES = 5;

/** A gateway in front of the real one, which passes everything on as it is and notes what was asked, and how many at once. */
async function startWitness(gateway: string) {
  const { hostname, port } = new URL(gateway);
  const asked: string[] = [];
  let [deleting, most] = [0, 0];
  const witness = createServer((incoming, answer) => {
    const { method = '', url = '', rawHeaders } = incoming;
    asked.push(`${method} ${url}`);
    if (method === 'DELETE') most = Math.max(most, (deleting += 1));
    // With the name of the host that the signature is about.
    const onward = request({ hostname, port, method, path: url, headers: rawHeaders, setHost: false }, (given) => {
      if (method === 'DELETE') deleting -= 1;
      answer.writeHead(given.statusCode ?? 502, given.rawHeaders);
      given.pipe(answer);
    });
    incoming.pipe(onward);
  });
  witness.listen(0, '127.0.0.1');
  await once(witness, 'listening');
  onTestFinished(() => {
    witness.closeAllConnections();
    witness.close();
  });
  const endpoint = `http://127.0.0.1:${(witness.address() as AddressInfo).port}`;
  return { endpoint, asked, most: () => most };
}

test('a sweep removes one object a request, one after the other, and broken uploads too', async () => {
  const place = await newS3Place();
  const witness = await startWitness(place.endpoint.split(',')[0] ?? '');
  const blobs = { ...place, endpoint: witness.endpoint };
  const stores = await openStores({ metadata: await newDatabase(), blobs });
  onTestFinished(() => stores.close());
  const hashes: string[] = [];
  for (let count = 0; count < FILES; count += 1) {
    const received = await stores.blobs.receive([randomBytes(20_000)] as never, { limit: 1e6 });
    await received.keep();
    hashes.push(received.hash.slice('sha1:'.length));
  }
  const { credentials } = blobs;
  const address = { ...parseS3Address(blobs.url, blobs.endpoint, blobs.region), credentials };
  const gateways = createGateways(address);
  onTestFinished(() => gateways.close());
  const [parts, whole] = [await startIncoming({ ...address, gateways }), await startIncoming({ ...address, gateways })];
  await parts.send(1, randomBytes(100));
  await whole.send(1, randomBytes(100));
  await whole.finish();

  witness.asked.length = 0;
  const report = await sweep(stores, { keepDeleted: 0, now: () => Date.now() + 2 * DAY });
  expect(report).toMatchObject({ blobs: FILES, unfinished: 2 });
  const removals = witness.asked.filter((each) => !/^(GET|HEAD) /.test(each)).map((each) => each.split('?')[0] ?? '');
  const { pathname } = new URL(blobs.url.replace('s3://', 'http://host/'));
  expect(removals.toSorted()).toEqual(
    [
      ...hashes.map((hash) => `DELETE ${pathname}/blobs/${hash}`),
      ...[parts.key, whole.key].map((key) => `DELETE /${address.bucket}/${key}`),
    ].toSorted(),
  );
  expect(witness.asked.filter((each) => /[?&]delete/.test(each))).toEqual([]);
  expect(witness.most()).toBe(1);
});
