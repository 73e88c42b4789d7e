import { defineConfig } from 'vitest/config';

/** The tests that need PostgreSQL and an S3 store, which they install, start and stop: `npm run test:engines`. */
export default defineConfig({
  test: {
    include: ['test/engines/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    globalSetup: ['test/helpers/global-setup.ts', 'test/engines/global-setup.ts'],
    reporters: ['default', './scripts/closing-line.mjs'],
    // A limit for a hung test, never a measure: the machines are shared.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
