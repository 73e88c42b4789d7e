import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Those that need no more than functions: they share their workers, for to start one for each file would take longer than its tests. */
const SHARED = ['test/{commands,domain,keys,protocol,state}/**/*.test.ts'];

export default defineConfig({
  test: {
    // Most of the time goes into waiting for programs, servers and slow lines: two files a core fill it.
    maxWorkers: availableParallelism() * 2,
    reporters: ['default', './scripts/closing-line.mjs'],
    projects: [
      {
        test: {
          name: 'whole',
          include: ['test/**/*.test.{ts,tsx}'],
          // The former need PostgreSQL and an S3 store: `npm run test:engines`.
          exclude: ['test/engines/**', ...SHARED],
          environment: 'node',
          pool: 'forks',
          globalSetup: ['test/helpers/global-setup.ts'],
          // A limit for a hung test, never a measure: the machines are shared.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'functions',
          include: SHARED,
          environment: 'node',
          pool: 'forks',
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
