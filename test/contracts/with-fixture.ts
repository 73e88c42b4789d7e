import { test } from 'vitest';
import type { MakeFixture, StoreFixture } from './fixtures.ts';

/** A test with a store of its own, closed at its end whatever comes. */
export function testWith(makeFixture: MakeFixture, title: string, run: (fixture: StoreFixture) => Promise<void>): void {
  test(title, async () => {
    const fixture = await makeFixture();
    try {
      await run(fixture);
    } finally {
      await fixture.close();
    }
  });
}
