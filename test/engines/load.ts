import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import type { StoreAddress } from '../../source/server/stores.ts';
import { createClient, PASSWORD, signIn } from '../server/helpers.ts';
import type { TestClient } from '../server/helpers.ts';

export const EMAIL = 'ted@example.org';
const LANES = 6;
/** Bytes: kept in the row, in one object, and in several parts. */
const SIZES = [100, 9000, 50_000, 300_000, 9_000_000];

/** Uploads that go on at several servers until they are stopped. */
export interface Load {
  /** How many uploads were answered 2xx so far. */
  done(): number;
  /** Stops, and answers every status there was but 2xx. */
  stop(): Promise<Set<number>>;
  /** What clients saw so far, in a sentence. */
  words(): string;
  /** Why uploads were answered 503, as the servers wrote it down. */
  whyRefused(place: StoreAddress): Promise<string[]>;
  /** Every upload that was answered 2xx is there; `check` is clean. */
  verify(origin: string, place: StoreAddress): Promise<void>;
}

/** Makes the account of the tests and signs in. */
export async function prepareAccount(place: StoreAddress, origin: string): Promise<TestClient> {
  const admin = await openAdmin(place);
  await admin.addUser({ email: EMAIL, password: PASSWORD });
  await admin.close();
  return await signIn(origin, EMAIL);
}

export function startLoad(client: TestClient, origins: readonly string[]): Load {
  const stop = { isAsked: false };
  const tally: Tally = {
    done: 0,
    refused: 0,
    broken: 0,
    slowest: 0,
    statuses: new Set(),
    oopses: [],
    busy: [],
    expected: new Map(),
  };
  const clients = origins.map((origin) => createClient(origin, client.credentials));
  const lanes = Array.from({ length: LANES }, (_, lane) => runLane({ clients, lane, stop, tally }));
  return {
    done: () => tally.done,
    stop: async () => {
      stop.isAsked = true;
      await Promise.all(lanes);
      return tally.statuses;
    },
    words: () => {
      const { done, refused, broken, slowest } = tally;
      return `${done} uploads, ${refused} answered 503, ${broken} broken off, the slowest answer ${seconds(slowest)}`;
    },
    whyRefused: async (place) => {
      const admin = await openAdmin(place);
      const found = await Promise.all(tally.busy.map((id) => admin.findOops(id)));
      await admin.close();
      return found.map((oops) => oops?.stack ?? 'not written down');
    },
    verify: async (origin, place) => {
      const reader = createClient(origin, client.credentials);
      for (const [path, hash] of tally.expected) {
        if (hash === null) continue;
        const got = await reader.call('GET', path);
        expect([path, got.status, sha1(got.bytes)]).toEqual([path, 200, hash]);
      }
      const admin = await openAdmin(place);
      const oopses = await Promise.all(tally.oopses.map((id) => admin.findOops(id)));
      expect(oopses).toEqual([]);
      expect((await admin.check()).problems).toEqual([]);
      await admin.close();
    },
  };
}

interface Tally {
  done: number;
  refused: number;
  broken: number;
  /** Milliseconds. */
  slowest: number;
  readonly statuses: Set<number>;
  /** The IDs of internal errors, of which there should be none. */
  readonly oopses: string[];
  /** Those of the answers 503. */
  readonly busy: string[];
  readonly expected: Map<string, string | null>;
}

interface Lane {
  readonly clients: readonly TestClient[];
  readonly lane: number;
  readonly stop: { readonly isAsked: boolean };
  readonly tally: Tally;
}

/** Uploads and overwrites a few names in turns; what of an upload that broke off is there is not known. */
async function runLane({ clients, lane, stop, tally }: Lane): Promise<void> {
  for (let count = 0; !stop.isAsked; count += 1) {
    const path = `/content/~/Ubuntu%20One/lane${lane}/f${count % 7}`;
    const content = randomBytes(SIZES[(count + lane) % SIZES.length] ?? 1);
    tally.expected.set(path, null);
    const began = performance.now();
    try {
      const put = await clients[(count + lane) % clients.length]?.call('PUT', path, { body: content });
      if (put === undefined) continue;
      tally.slowest = Math.max(tally.slowest, performance.now() - began);
      if (put.status < 300) {
        tally.done += 1;
        tally.expected.set(path, sha1(content));
        continue;
      }
      tally.statuses.add(put.status);
      if (put.status === 503) {
        tally.refused += 1;
        tally.busy.push(String(put.headers['x-oops-id']));
      }
      if (put.status === 500) tally.oopses.push(String(put.headers['x-oops-id']));
      // A refusal that does not say when to come again is as bad as none.
      if (put.status === 503 && put.headers['retry-after'] === undefined) tally.statuses.add(-503);
    } catch {
      // The connection broke.
      tally.broken += 1;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Milliseconds as words. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function sha1(content: Uint8Array): string {
  return createHash('sha1').update(content).digest('hex');
}
