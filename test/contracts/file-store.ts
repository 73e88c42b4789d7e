import { describe } from 'vitest';
import type { MakeFixture } from './fixtures.ts';
import { describeChanges } from './file-store-changes.ts';
import { describeNames } from './file-store-names.ts';
import { describeReading } from './file-store-reading.ts';
import { describeWriting } from './file-store-writing.ts';

/** The contract of `source/domain/file-store.ts`, run against one implementation. */
export function describeFileStore(name: string, makeFixture: MakeFixture): void {
  describe(`${name} as a file store`, () => {
    describeReading(makeFixture);
    describeWriting(makeFixture);
    describeChanges(makeFixture);
    describeNames(makeFixture);
  });
}
