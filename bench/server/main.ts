// Our server against nginx with WebDAV, on the same disk in the same run: `node bench/server/main.ts [--quick] [--docs]`;
// with `--docs` the table goes into docs/server.md too.
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import { API_ROOT } from '../../source/protocol/routes.ts';
import { openDataDirectory } from '../../source/server/data-directory.ts';
import { addAccount } from '../../source/server/rules/accounts/accounts.ts';
import { tokenByName } from '../../source/server/rules/accounts/tokens.ts';
import { putNode } from '../../source/server/rules/nodes/put.ts';
import { runBig, runJobs, runListing } from './load.ts';
import type { Job } from './load.ts';
import { hasNginx, startBare, startNginx, startOurs } from './peer.ts';
import type { Peer } from './peer.ts';
import { tableOf, writeIntoPage } from './table.ts';
import type { Measured, Rounds } from './table.ts';

const isQuick = process.argv.includes('--quick');
const SMALL = 4096;
const COUNT = isQuick ? 500 : 4000;
const BIG = isQuick ? 64 * 2 ** 20 : 2 ** 30;
const CHILDREN = isQuick ? 10_000 : 100_000;
const CONNECTIONS = 16;
const ROUNDS = isQuick ? 1 : 3;
const NOTHING: Rounds = { name: '', rounds: [] };

/** Makes the account and the big folder before the server starts. */
async function prepare(dataDir: string): Promise<Credentials> {
  const data = await openDataDirectory(dataDir);
  const { metadata } = data;
  const token = await metadata.write(function* (tx) {
    const account = yield* addAccount(tx, { email: 'bench@example.org', password: null, maxBytes: 2 ** 45 });
    return (yield* tokenByName(tx, account, 'bench')).token;
  });
  const wish = { kind: 'file', path: null, isPublic: null, hash: null, magicHash: null };
  for (let start = 0; start < CHILDREN; start += 1000) {
    const names = Array.from({ length: 1000 }, (_, index) => `Ubuntu One/big/file ${start + index}.txt`);
    await Promise.all(names.map((name) => metadata.write((tx) => putNode(tx, token.account_id, name, wish))));
  }
  await data.close();
  const { consumer_key: consumerKey, consumer_secret: consumerSecret, token_secret: tokenSecret } = token;
  return { consumerKey, consumerSecret, token: token.token, tokenSecret };
}

type Sign = (method: string, path: string) => Record<string, string>;

function signer(origin: string, credentials: Credentials): Sign {
  return (method, target) => {
    const signed = { method, origin, target, credentials, signatureMethod: 'HMAC-SHA1' as const };
    return { authorization: signHeader({ ...signed, nonce: randomUUID(), now: Date.now() }) };
  };
}

interface Target {
  readonly peer: Peer;
  readonly sign: Sign;
  readonly prefix: string;
}

/** Files a second, put and then got. */
async function measureSmall({ peer, sign, prefix }: Target, round: number): Promise<[number, number]> {
  const path = (index: number) => `${prefix}/round${round}/f${index}`;
  const jobs = (method: 'GET' | 'PUT'): Job[] =>
    Array.from({ length: COUNT }, (_, index) => ({
      method,
      path: path(index),
      headers: sign(method, path(index)),
      body: method === 'PUT' ? randomBytes(SMALL) : undefined,
    }));
  const put = await runJobs(peer.origin, jobs('PUT'), CONNECTIONS);
  const got = await runJobs(peer.origin, jobs('GET'), CONNECTIONS);
  return [COUNT / put, COUNT / got];
}

/** MiB a second, put and then got. */
async function measureBig({ peer, sign, prefix }: Target, round: number): Promise<[number, number]> {
  const path = `${prefix}/big${round}`;
  const put = await runBig(peer.origin, { method: 'PUT', path, headers: sign('PUT', path), size: BIG });
  const got = await runBig(peer.origin, { method: 'GET', path, headers: sign('GET', path), size: BIG });
  if (got.received !== BIG) throw new Error(`${got.received} bytes came back`);
  return [BIG / 2 ** 20 / put.seconds, BIG / 2 ** 20 / got.seconds];
}

/** The rounds go around, so that what else the machine does meets everybody; the first one only warms up. */
async function measureAll(targets: readonly Target[]): Promise<readonly Rounds[]> {
  for (const target of targets) await measureSmall(target, -1);
  const rounds: number[][][] = targets.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, target] of targets.entries())
      rounds[index]?.push([...(await measureSmall(target, round)), ...(await measureBig(target, round))]);
  return targets.map(({ peer }, index) => ({ name: peer.name, rounds: rounds[index] ?? [] }));
}

async function measureListing({ peer, sign }: Target): Promise<Measured['listing']> {
  const path = `${API_ROOT}/~/Ubuntu%20One/big?include_children=true`;
  const listings = [];
  for (let round = 0; round < ROUNDS; round += 1) listings.push(await runListing(peer.origin, path, sign('GET', path)));
  return { children: CHILDREN, first: listings.map((each) => each.first), all: listings.map((each) => each.last) };
}

const folder = await mkdtemp(join(process.env['U1FILE_BENCH_FOLDER'] ?? tmpdir(), 'u1file-bench-'));
try {
  const credentials = await prepare(join(folder, 'data'));
  const peer = await startOurs(join(folder, 'data'));
  const ours = { peer, sign: signer(peer.origin, credentials), prefix: '/content/~/Ubuntu%20One' };
  const unsigned = { sign: () => ({}), prefix: '' };
  const bare = { peer: await startBare(join(folder, 'bare'), false), ...unsigned };
  const hashing = { peer: await startBare(join(folder, 'hashing'), true), ...unsigned };
  const nginx = hasNginx() ? [{ peer: await startNginx(join(folder, 'nginx')), ...unsigned }] : [];
  const targets = [ours, bare, hashing, ...nginx];
  const listing = await measureListing(ours);
  const [own = NOTHING, floor = NOTHING, hashes = NOTHING, others = null] = await measureAll(targets);
  const peakMemory = (await peer.peakMemory()) ?? 0;
  for (const target of targets) await target.peer.stop();
  const table = tableOf({ ours: own, floors: [floor, hashes], peer: others, listing, peakMemory, bigBytes: BIG });
  console.log(table);
  if (process.argv.includes('--docs')) await writeIntoPage('docs/server.md', table);
} finally {
  await rm(folder, { recursive: true, force: true });
}
