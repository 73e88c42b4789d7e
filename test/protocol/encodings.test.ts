import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createContentHash, EMPTY_HASH, hashWhile } from '../../source/protocol/content-hash.ts';
import { decodeNodeKey, encodeNodeKey, isNodeKey } from '../../source/protocol/node-key.ts';
import { decodePublicId, encodePublicId } from '../../source/protocol/public-id.ts';
import {
  formatSso1Timestamp,
  formatSso2Timestamp,
  formatTimestamp,
  parseTimestamp,
} from '../../source/protocol/timestamp.ts';

const UUID = '12345678-9abc-4def-8123-456789abcdef';

test.each([
  ['', EMPTY_HASH, 'magic_hash:0460e16f3d57d74f1e803eb8fd767a05e3e1cf8f'],
  ['hello\n', 'sha1:f572d396fae9206628714fb2ce00f72e94f2258f', 'magic_hash:97b46193cf01845fdb58e91a5579f1c563fd45c8'],
])('the hashes of %j are those of protocol.md', (text, hash, magicHash) => {
  const content = createContentHash();
  content.update(Buffer.from(text));
  expect(content.digest()).toEqual({ hash, magicHash, size: text.length });
});

test('hashes do not depend on how content is cut, and the chunks pass by untouched', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array()), async (chunks) => {
      const content = createContentHash();
      const seen: Uint8Array[] = [];
      // oxlint-disable-next-line typescript/require-await -- a source of chunks is asynchronous by its type
      const source = async function* () {
        yield* chunks;
      };
      for await (const chunk of hashWhile(source(), content)) seen.push(chunk);
      expect(seen).toEqual(chunks);
      const whole = createHash('sha1').update(Buffer.concat(chunks)).digest('hex');
      expect(content.digest()).toMatchObject({ hash: `sha1:${whole}`, size: Buffer.concat(chunks).length });
    }),
  );
});

test('the key and the public identifier of a UUID are those of protocol.md', () => {
  expect(encodeNodeKey({ volume: null, node: UUID })).toBe('EjRWeJq8Te-BI0VniavN7w');
  expect(encodePublicId(UUID)).toBe('0YLmNXOzVTXEfNbvswlRUN');
});

test('keys and identifiers lead back to their UUIDs', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.option(fc.uuid()), (node, volume) => {
      const key = encodeNodeKey({ node, volume });
      expect(isNodeKey(key)).toBe(true);
      expect(decodeNodeKey(key)).toEqual({ node, volume });
      expect(decodePublicId(encodePublicId(node))).toBe(node);
    }),
  );
});

test('what is no key or identifier is told apart', () => {
  for (const text of ['', 'x', 'EjRWeJq8Te-BI0VniavN7w:', 'EjRWeJq8Te+BI0VniavN7w'])
    expect(decodeNodeKey(text)).toBeNull();
  for (const text of ['', '0YLmNXOzVTXEfNbvswlRU-', 'z'.repeat(22)]) expect(decodePublicId(text)).toBeNull();
});

test('times are written with whole seconds, cut and not rounded, and read in all three forms', () => {
  const time = Date.UTC(2012, 7, 25, 15, 34, 49);
  expect(formatTimestamp(time + 999)).toBe('2012-08-25T15:34:49Z');
  expect(formatSso1Timestamp(time + 123)).toBe('2012-08-25 15:34:49.123000');
  expect(formatSso2Timestamp(time)).toBe('2012-08-25 15:34:49');
  for (const text of ['2012-08-25T15:34:49Z', '2012-08-25 15:34:49.063296', '2012-08-25 15:34:49']) {
    expect(parseTimestamp(text)).toBe(time);
  }
  for (const text of ['', 'yesterday', '2012-13-45T00:00:00Z']) expect(parseTimestamp(text)).toBeNull();
});
