import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import type { Credentials } from '../../source/protocol/credentials.ts';
import { signHeader } from '../../source/protocol/oauth-sign.ts';
import { addAccount } from '../../source/server/rules/accounts/accounts.ts';
import { tokenByName } from '../../source/server/rules/accounts/tokens.ts';
import type { Stores } from '../../source/server/data-directory.ts';
import type { S3Place, StoreAddress } from '../../source/server/stores.ts';
import { S3_KEYS } from '../../scripts/engines/ceph.ts';

/** Engines for both. */
export interface BenchPlace extends StoreAddress {
  readonly metadata: string;
  readonly blobs: S3Place;
}

export interface BenchServer {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A server of the built program, as an administrator starts it. */
export async function startBenchServer({ metadata, blobs }: BenchPlace): Promise<BenchServer> {
  const engines = ['--metadata', metadata, '--blobs', blobs.url, '--s3-endpoint', blobs.endpoint];
  const args = ['bin/u1file.js', 'serve', '--listen', '127.0.0.1:0', '--requests-per-user', '1000', ...engines];
  const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = S3_KEYS;
  const env = { ...process.env, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    origin: line.replace('listening on ', ''),
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Accounts with a token each: one account's changes go one after the other, so a crowd is what is measured. */
export async function makeAccounts({ metadata }: Stores, count: number): Promise<readonly Credentials[]> {
  const made: Credentials[] = [];
  for (let index = 0; index < count; index += 1) {
    const { token } = await metadata.write(function* (tx) {
      const email = `${randomUUID()}@example.org`;
      const account = yield* addAccount(tx, { email, password: null, maxBytes: 2 ** 45 });
      return yield* tokenByName(tx, account, 'bench');
    });
    made.push({
      consumerKey: token.consumer_key,
      consumerSecret: token.consumer_secret,
      token: token.token,
      tokenSecret: token.token_secret,
    });
  }
  return made;
}

export function signed(origin: string, credentials: Credentials, method: 'GET' | 'PUT', target: string) {
  const signatureMethod = 'HMAC-SHA1' as const;
  const claim = { method, origin, target, credentials, signatureMethod, nonce: randomUUID(), now: Date.now() };
  return { authorization: signHeader(claim) };
}
