import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Those need PostgreSQL and an S3 store: `npm run test:engines`.
    exclude: ['test/engines/**'],
    environment: 'node',
    pool: 'forks',
    // Most of the time goes into waiting for programs, servers and slow lines: two files a core fill it.
    maxWorkers: availableParallelism() * 2,
    globalSetup: ['test/helpers/global-setup.ts'],
    reporters: ['default', './scripts/closing-line.mjs'],
    // A limit for a hung test, never a measure: the machines are shared.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
