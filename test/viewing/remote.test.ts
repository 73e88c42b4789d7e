import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { readInParts, readPart } from '../../source/cli/thread/read-parts.ts';
import { cloudLocation } from '../../source/domain/location.ts';
import { createRemoteStore } from '../../source/services/remote-store.ts';
import { fileEntry } from '../helpers/entries.ts';
import { clientOf, reply, serve } from '../services/http/fault-server.ts';
import { viewOf } from './viewing.ts';

const FILE = cloudLocation('test', 'v', '/large.bin');
const SIZE = 5 * 1024 ** 3;
const TAG = 'a'.repeat(40);

/** A file of 5 GiB of which each byte is its place's, by ranges as every server of contents gives them. */
const large: RequestListener = (request, response) => {
  const [, from = 0, to = 0] = (/^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []).map(Number);
  const end = Math.min(to, SIZE - 1);
  response.writeHead(206, {
    etag: `"${TAG}"`,
    'content-range': `bytes ${from}-${end}/${SIZE}`,
    'content-length': String(end - from + 1),
  });
  response.end(Buffer.from(Uint8Array.from({ length: end - from + 1 }, (_, at) => (from + at) & 255)));
};

async function storeOver(...answers: readonly RequestListener[]) {
  const { url, requests } = await serve(...answers);
  const { client, records } = clientOf(url);
  const ranges = (): string[] => requests.map(({ headers }) => headers.range ?? 'all');
  return { store: createRemoteStore(client), ranges, records };
}

const entry = fileEntry('large.bin', { size: SIZE, hash: `sha1:${TAG}` });

describe('a file of the cloud', () => {
  it('of 5 GiB is opened with one page, and its end with one more', async () => {
    const { store, ranges } = await storeOver(large);
    const file = await viewOf({ store, file: FILE, entry }, { columns: 80, rows: 10 });
    expect(file.view()).toMatchObject({ mode: 'hex', size: SIZE });
    expect(ranges()).toEqual(['bytes=0-65535']);
    await file.act({ type: 'end' });
    expect(file.rows().at(-1)).toMatch(/^13ffffff0 {2}f0 f1/);
    expect(ranges()).toHaveLength(2);
    await file.act({ type: 'scroll', rows: -3 });
    await file.act({ type: 'start' });
    expect(ranges()).toHaveLength(2);
  });

  it('is waited for while the servers are busy, which the records tell', async () => {
    const { store, records } = await storeOver(reply(503, '', { 'retry-after': '0' }), large);
    const file = await viewOf({ store, file: FILE, entry }, { columns: 80, rows: 10 });
    expect(file.view().state).toBe('ready');
    expect(records.some(({ outcome, status }) => outcome === 'waiting' && status === 503)).toBe(true);
  });

  it('that is gone, or may not be read, is told of in its place', async () => {
    const { store } = await storeOver(reply(404, ''));
    const file = await viewOf({ store, file: FILE, entry });
    expect(file.view().state).toBe('failed');
    expect(file.rows().join(' ')).toMatch(/large\.bin.*404|404.*large\.bin|not found/i);
  });

  it('is read no further by a search that is called off', async () => {
    const { store, ranges } = await storeOver(large);
    const parts = {
      ...store,
      read: async (...[file, options]: Parameters<typeof store.read>) =>
        readInParts(async (part) => readPart(store, file, part), file, options ?? {}),
    };
    const file = await viewOf({ store: parts, file: FILE, entry }, { columns: 80, rows: 10 });
    file.session.act({ type: 'find', text: 'ff 00 ff', isBackward: false });
    await file.act({ type: 'scroll', rows: 1 });
    const seen = ranges().length;
    expect(file.view().offset).toBe(16);
    await file.act({ type: 'scroll', rows: 1 });
    expect(ranges()).toHaveLength(seen);
    // A part at a time, and not one for the rest of 5 GiB.
    expect(
      ranges()
        .slice(1)
        .every((range) => range === 'bytes=0-1048575'),
    ).toBe(true);
  });
});
