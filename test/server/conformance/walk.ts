import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { openCloud } from '../helpers.ts';
import type { CloudOptions, TestClient, TestCloud } from '../helpers.ts';
import { API_ROOT, ask } from './raw.ts';
import type { RawAnswer } from './raw.ts';

export interface Reply extends RawAnswer {
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers freely
  readonly json: any;
  /** A header by any spelling; null where it is not there. */
  readonly header: (name: string) => string | null;
}

export interface Extra {
  /** Each ends in CRLF. Without an `Authorization` among them the request is signed. */
  readonly headers?: string;
  /** UTF-8. */
  readonly body?: string;
}

/** `VERB target`, and a body where there is one; raw bytes on a connection of its own. */
export type Ask = (request: string, more?: Extra | string) => Promise<Reply>;

/** Somebody with an account of their own on the cloud that a file's tests share. */
export interface Somebody {
  readonly client: TestClient;
  /** The whole target is given. */
  readonly ask: Ask;
  /** What is below the API root. */
  readonly api: Ask;
  /** What is below the content root's `/content`. */
  readonly content: Ask;
}

/** One server for all tests of a file, and an account for each test, which so sees nothing of the others. */
export function shareCloud(options: CloudOptions = {}) {
  let cloud: TestCloud | null = null;
  let count = 0;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'u1file-conformance-'));
    const opened = await openCloud(join(folder, 'data'), options);
    cloud = opened;
    return async () => {
      opened.stored.close();
      await opened.server.close();
      await rm(folder, { recursive: true, force: true });
    };
  });
  const running = (): TestCloud => {
    if (cloud === null) throw new Error('the cloud is not there yet');
    return cloud;
  };
  const somebody = async (rights: { maxBytes?: number } = {}): Promise<Somebody & { readonly email: string }> => {
    count += 1;
    const email = `somebody${count}@example.org`;
    return { ...createSomebody(await running().addClient(email, rights)), email };
  };
  return { running, somebody };
}

export function createSomebody(client: TestClient): Somebody {
  const askBelow =
    (root: string): Ask =>
    async (request, more = {}) => {
      const [verb = ''] = request.split(' ', 1);
      const { headers = '', body = '' } = typeof more === 'string' ? { body: more } : more;
      const target = bytesOf(root + request.slice(verb.length + 1));
      return read(await ask(client, { verb, target, headers, body: bytesOf(body) }));
    };
  return { client, ask: askBelow(''), api: askBelow(API_ROOT), content: askBelow('/content') };
}

function read(answer: RawAnswer): Reply {
  const header = (name: string) =>
    new RegExp(`^${name}: *(.*?)\\r?$`, 'im').exec(answer.head.replace(/^[^\n]*\n/, ''))?.[1] ?? null;
  const isJson = header('content-type') === 'application/json' && answer.body !== '';
  return { ...answer, header, json: isJson ? (JSON.parse(answer.body) as unknown) : undefined };
}

/** UTF-8 with one character a byte, as it goes over the wire. */
function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}
