import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import type { Credentials, SignatureMethod } from '../../source/protocol/credentials.ts';
import { API_ROOT } from '../../source/protocol/routes.ts';
import { addAccount } from '../../source/server/rules/accounts/accounts.ts';
import { tokenByName } from '../../source/server/rules/accounts/tokens.ts';
import { createPasswords } from '../../source/server/sso/passwords.ts';
import { silentLog } from '../../source/server/log.ts';
import { startServer } from '../../source/server/serve.ts';
import type { RunningServer, ServeOptions } from '../../source/server/serve.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import { contentsOnDisk } from './stored-contents.ts';
import type { StoredContents } from './stored-contents.ts';

/** `npm run test:engines` runs the same tests against two servers in turns that share PostgreSQL and an S3 store. */
const twins = process.env['U1FILE_TEST_ENGINES'] === undefined ? null : await import('../engines/twins.ts');

export const PASSWORD = 'correct horse battery';

export interface TestAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers freely
  readonly json: any;
}

export interface TestRequest {
  readonly body?: string | Uint8Array | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: SignatureMethod;
  readonly nonce?: string;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/** Signs and sends requests as one account. `path` is sent exactly as given. */
export interface TestClient {
  readonly credentials: Credentials;
  readonly origin: string;
  call(verb: string, path: string, options?: TestRequest): Promise<TestAnswer>;
  /** Below the API root. */
  api(verb: string, path: string, options?: TestRequest | string): Promise<TestAnswer>;
  header(verb: string, path: string, options?: TestRequest): string;
}

export interface TestCloud {
  readonly server: RunningServer;
  readonly dataDir: string;
  /** Where everything is: that folder, or the engines. */
  readonly place: StoreAddress;
  /** Its contents behind the server's back. */
  readonly stored: StoredContents;
  readonly client: TestClient;
  readonly addClient: (email: string, options?: { maxBytes?: number }) => Promise<TestClient>;
}

/** A folder of its own for a test, gone when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'u1file-server-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** To hash is slow on purpose, so it is done once. */
let hashing: Promise<string> | null = null;

export type CloudOptions = Partial<ServeOptions> & { readonly maxBytes?: number };

/** A real server on a real port (two, on the engines) with one account, stopped when the test ends. */
export async function startCloud(options: CloudOptions = {}): Promise<TestCloud> {
  const cloud = await openCloud(options.dataDir ?? join(await temporaryFolder(), 'data'), options);
  onTestFinished(() => cloud.server.close());
  onTestFinished(() => cloud.stored.close());
  return cloud;
}

/** The same, to be closed by whoever asked for it. */
export async function openCloud(dataDir: string, options: CloudOptions = {}): Promise<TestCloud> {
  const place = twins === null ? { dataDir } : await twins.newPlace();
  const start = () => startServer({ listen: { host: '127.0.0.1', port: 0 }, log: silentLog, ...options, ...place });
  const server = twins === null ? await start() : await twins.startTwins(start);
  const stored = twins === null ? contentsOnDisk(dataDir) : twins.storedContents(place);
  const addClient = async (email: string, { maxBytes }: { maxBytes?: number } = {}) => {
    const password = await (hashing ??= createPasswords().hash(PASSWORD));
    const token = await server.data.metadata.write(function* (tx) {
      const account = yield* addAccount(tx, { email, password, maxBytes });
      return (yield* tokenByName(tx, account, 'Ubuntu One @ test')).token;
    });
    const { consumer_key: consumerKey, consumer_secret: consumerSecret, token_secret: tokenSecret } = token;
    return createClient(server.address, { consumerKey, consumerSecret, token: token.token, tokenSecret });
  };
  return { server, dataDir, place, stored, addClient, client: await addClient('ted@example.org', options) };
}

/** A client with a token from sign-in. */
export async function signIn(origin: string, email: string): Promise<TestClient> {
  const answer = await send(origin, 'POST', '/api/v2/tokens/oauth', {
    body: JSON.stringify({ email, password: PASSWORD, token_name: 'Ubuntu One @ test' }),
  });
  if (answer.status !== 201 && answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${answer.text}`);
  const { consumer_key, consumer_secret, token_key, token_secret } = answer.json;
  return createClient(origin, {
    consumerKey: consumer_key,
    consumerSecret: consumer_secret,
    token: token_key,
    tokenSecret: token_secret,
  });
}

export function createClient(origin: string, credentials: Credentials): TestClient {
  const header = (verb: string, target: string, { method = 'HMAC-SHA1', nonce, now }: TestRequest = {}) =>
    signHeader({
      method: verb,
      origin,
      target,
      credentials,
      signatureMethod: method,
      nonce: nonce ?? randomUUID(),
      now: now ?? Date.now(),
    });
  const call: TestClient['call'] = (verb, path, options = {}) =>
    send(origin, verb, path, {
      ...options,
      headers: { authorization: header(verb, path, options), ...options.headers },
    });
  return {
    credentials,
    origin,
    call,
    header,
    api: (verb, path, options = {}) =>
      call(verb, API_ROOT + path, typeof options === 'string' ? { body: options } : options),
  };
}

/** Sends one request on a connection of its own. */
export async function send(
  origin: string,
  method: string,
  path: string,
  { body, headers = {} }: Pick<TestRequest, 'body' | 'headers'> = {},
): Promise<TestAnswer> {
  const { hostname, port } = new URL(origin);
  return await new Promise((resolve, reject) => {
    const outgoing = request(
      { hostname, port, method, path, headers, agent: new Agent({ keepAlive: false }) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString('utf8');
          resolve({
            status: answer.statusCode ?? 0,
            reason: answer.statusMessage ?? '',
            headers: answer.headers,
            bytes,
            text,
            json: answer.headers['content-type'] === 'application/json' ? JSON.parse(text) : undefined,
          });
        });
      },
    );
    outgoing.on('error', reject);
    if (body instanceof Readable) body.pipe(outgoing);
    else outgoing.end(body);
  });
}

/** What the client's own hash of this content is. */
export { createContentHash } from '../../source/protocol/content-hash.ts';
