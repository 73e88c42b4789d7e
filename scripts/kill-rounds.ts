// Kills the built server under load at random moments, as often as is said, and proves after each that nothing that was
// acknowledged is lost and all is sound: `npm run build && node scripts/kill-rounds.ts [ROUNDS] [--seed N]`.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import type { Credentials } from '../source/protocol/credentials.ts';
import { signHeader } from '../source/protocol/oauth-sign.ts';
import { API_ROOT } from '../source/protocol/routes.ts';
import { openAdmin } from '../source/server/admin.ts';
import { openDataDirectory } from '../source/server/data-directory.ts';
import { addAccount } from '../source/server/rules/accounts/accounts.ts';
import { tokenByName } from '../source/server/rules/accounts/tokens.ts';

const LANES = 8;
const NAMES = 5;
/** After so many rounds an empty folder is begun: what was deleted is kept for a while, and checked each time. */
const ROUNDS_A_FOLDER = 100;
/** Milliseconds until the kill, at most. */
const LONGEST = 300;
/** Bytes: content in its row, small and large in files of their own. */
const SIZES = [0, 10, 4096, 16_384, 16_385, 40_000, 70_000, 300_000];
const [rounds = '1000'] = process.argv.slice(2);
const seed = Number(/--seed (\d+)/.exec(process.argv.join(' '))?.[1] ?? Date.now() % 2 ** 31);
const PROGRAM = join(import.meta.dirname, '..', 'bin', 'u1file.js');

interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}
type Ask = (method: string, path: string, body?: Buffer | string) => Promise<Answer>;

/** What a path holds as far as the clients know: a hash, null for nothing, and `UNKNOWN` after an answer that never came. */
type Expected = Map<string, string | null>;
const UNKNOWN = '?';

/** A generator of numbers below 1 that the seed tells (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function prepare(dataDir: string): Promise<Credentials> {
  const data = await openDataDirectory(dataDir);
  const token = await data.metadata.write(function* (tx) {
    const account = yield* addAccount(tx, { email: 'ted@example.org', password: null, maxBytes: 2 ** 40 });
    return (yield* tokenByName(tx, account, 'kill rounds')).token;
  });
  await data.close();
  const { consumer_key: consumerKey, consumer_secret: consumerSecret, token_secret: tokenSecret } = token;
  return { consumerKey, consumerSecret, token: token.token, tokenSecret };
}

/** Half of the rounds go to a server of one thread, which starts sooner, the rest to one as it is without any setting. */
async function start(dataDir: string): Promise<{ child: ChildProcess; origin: string }> {
  const threads = random() < 0.5 ? ['--threads', '1'] : [];
  const args = [PROGRAM, 'serve', '--data', dataDir, '--listen', '127.0.0.1:0', ...threads];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-10_000)));
  const listening = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
  const failed = once(child, 'exit').then(([code]) => new Error(`the server did not start (${code}): ${said}`));
  const [line] = await Promise.race([listening, failed.then((error) => Promise.reject(error))]);
  failed.catch(() => {});
  return { child, origin: line.replace('listening on ', '') };
}

function createAsk(origin: string, pool: Pool, credentials: Credentials): Ask {
  return async (method, path, body) => {
    const request = {
      method,
      origin,
      target: path,
      credentials,
      signatureMethod: 'HMAC-SHA1',
      now: Date.now(),
    } as const;
    const headers = { authorization: signHeader({ ...request, nonce: randomUUID() }) };
    const answer = await pool.request({ method, path, headers, body: body ?? null });
    return { status: answer.statusCode, bytes: Buffer.from(await answer.body.arrayBuffer()) };
  };
}

const hashOf = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex');

/** Puts, overwrites, moves and deletes until the server is gone; each lane has names of its own. Answers how many were acknowledged. */
async function load(ask: Ask, lane: number, expected: Expected, random: () => number): Promise<number> {
  const path = (name: number) => `/~/Ubuntu%20One/lane${lane}/f${name}`;
  const pick = () => Math.floor(random() * NAMES);
  for (let acknowledged = 0; ;) {
    const [from, to, dice] = [path(pick()), path(pick()), random()];
    const held = expected.get(from);
    const before = new Map([from, to].map((each) => [each, expected.get(each) ?? null]));
    try {
      if (dice < 0.75) {
        const length = SIZES[Math.floor(random() * SIZES.length)] ?? 0;
        const content = Buffer.alloc(length, randomUUID());
        expected.set(from, UNKNOWN);
        const { status } = await ask('PUT', `/content${from}`, content);
        expected.set(from, status < 300 ? hashOf(content) : (before.get(from) ?? null));
        if (status < 300) acknowledged += 1;
      } else if (held === null || held === undefined || held === UNKNOWN || from === to) {
        continue;
      } else if (dice < 0.9) {
        for (const each of [from, to]) expected.set(each, UNKNOWN);
        const target = to.replace('/~/Ubuntu%20One', '');
        const { status } = await ask('PUT', API_ROOT + from, JSON.stringify({ path: target }));
        expected.set(from, status < 300 ? null : (before.get(from) ?? null));
        expected.set(to, status < 300 ? held : (before.get(to) ?? null));
        if (status < 300) acknowledged += 1;
      } else {
        expected.set(from, UNKNOWN);
        const { status } = await ask('DELETE', API_ROOT + from);
        expected.set(from, status < 300 ? null : held);
        if (status < 300) acknowledged += 1;
      }
    } catch {
      return acknowledged;
    }
  }
}

/** Looks at everything the clients know of; what they do not know is taken as it is found. */
async function compare(ask: Ask, expected: Expected): Promise<number> {
  let compared = 0;
  const lookAt = async ([path, wanted]: readonly [string, string | null]): Promise<void> => {
    const { status, bytes } = await ask('GET', `/content${path}`);
    if (status !== 200 && status !== 404) throw new Error(`${path} was answered ${status}`);
    const found = status === 200 ? hashOf(bytes) : null;
    if (wanted === UNKNOWN) expected.set(path, found);
    else if (found !== wanted) throw new Error(`${path}: ${found} is there, ${wanted} was acknowledged`);
    else compared += 1;
  };
  await Promise.all([...expected].map(lookAt));
  return compared;
}

async function check(dataDir: string): Promise<void> {
  const admin = await openAdmin(dataDir);
  try {
    const { problems } = await admin.check();
    if (problems.length > 0) throw new Error(`check: ${problems.join(' ')}`);
  } finally {
    await admin.close();
  }
}

interface Sums {
  acknowledged: number;
  compared: number;
}

/** One start, a look at all that should be there, load, the kill, and a check of the data. */
async function runRound(dataDir: string, credentials: Credentials, expected: Expected): Promise<Sums> {
  const { child, origin } = await start(dataDir);
  const exited = once(child, 'exit');
  const pool = new Pool(origin, { connections: LANES, pipelining: 1 });
  const ask = createAsk(origin, pool, credentials);
  const compared = await compare(ask, expected);
  const lanes = Array.from({ length: LANES }, (_, lane) => load(ask, lane, expected, random));
  await sleep(random() * LONGEST);
  child.kill('SIGKILL');
  const counts = await Promise.all(lanes);
  await exited;
  await pool.destroy();
  await check(dataDir);
  return { compared, acknowledged: counts.reduce((sum, count) => sum + count, 0) };
}

const home = process.env['U1FILE_KILL_FOLDER'] ?? tmpdir();
const random = createRandom(seed);
const sums: Sums = { acknowledged: 0, compared: 0 };
const started = Date.now();
for (let round = 0; round < Number(rounds);) {
  const folder = await mkdtemp(join(home, 'u1file-kill-'));
  try {
    const dataDir = join(folder, 'data');
    const credentials = await prepare(dataDir);
    const expected: Expected = new Map();
    do {
      const { acknowledged, compared } = await runRound(dataDir, credentials, expected);
      sums.acknowledged += acknowledged;
      sums.compared += compared;
      round += 1;
    } while (round % ROUNDS_A_FOLDER !== 0 && round < Number(rounds));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const minutes = ((Date.now() - started) / 60_000).toFixed(1);
  const { acknowledged, compared } = sums;
  console.log(
    `${round} rounds in ${minutes} min: ${acknowledged} acknowledged, ${compared} compared, none lost (seed ${seed})`,
  );
}
