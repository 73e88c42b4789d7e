import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { RunningServer } from '../../source/server/serve.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import type { StoredContents } from '../server/stored-contents.ts';
import { newS3Place } from './buckets.ts';
import { emptyDatabase } from './databases.ts';
import { contentsOnS3 } from './stored-contents.ts';

/** An empty database and a place of its own in the S3 store for a test. */
export async function newPlace(): Promise<StoreAddress> {
  return { metadata: await emptyDatabase(), blobs: await newS3Place() };
}

/** What is kept at a place that `newPlace` made. */
export function storedContents({ blobs }: StoreAddress): StoredContents {
  if (blobs === undefined) throw new Error('the place has no S3 store');
  return contentsOnS3(blobs);
}

/** Two servers behind one address that gives each connection to the other one than the last. */
export async function startTwins(start: () => Promise<RunningServer>): Promise<RunningServer> {
  const servers = await Promise.all([start(), start()]);
  const [first] = servers;
  const balancer = await startBalancer(servers.map(({ address }) => Number(new URL(address).port)));
  return {
    ...first,
    address: `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`,
    close: async () => {
      balancer.close();
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

async function startBalancer(ports: readonly number[]): Promise<Server> {
  let turn = 0;
  const balancer = createServer({ allowHalfOpen: true }, (client) => {
    turn += 1;
    const server = connect({ port: ports[turn % ports.length] ?? 0, host: '127.0.0.1', allowHalfOpen: true });
    join(client, server);
    join(server, client);
  });
  balancer.listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  return balancer;
}

function join(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('error', () => to.destroy());
  // What the other end still sends is taken all the same: closed with it unread, the connection would be reset, and an
  // answer that is on its way be lost.
  from.on('close', () => {
    to.end();
    to.resume();
  });
}
