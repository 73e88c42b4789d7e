import { defineConfig } from 'vitest/config';

/** The tests that need PostgreSQL and an S3 store, which they install, start and stop: `npm run test:engines`. */
export default defineConfig({
  test: {
    // What the API and the web page promise holds for two servers in turns too.
    include: ['test/engines/**/*.test.ts', 'test/server/**/*.test.ts'],
    // Of a folder with data and its threads, of the program around it, of a browser, or of no store at all. What engines
    // have instead of each (a full one, a killed one, a move) is in `test/engines`.
    exclude: [
      'test/server/contracts/**',
      'test/server/{data-folder,full-disk,durability,power-cut,threads}.test.ts',
      'test/server/{verbs,log,listen,move,health}.test.ts',
      'test/server/conformance/over-tls.test.ts',
      'test/server/page/{browser,odd-requests}.test.ts',
    ],
    env: { U1FILE_TEST_ENGINES: 'yes' },
    environment: 'node',
    pool: 'forks',
    globalSetup: ['test/helpers/global-setup.ts', 'test/engines/global-setup.ts'],
    reporters: ['default', './scripts/closing-line.mjs'],
    // A limit for a hung test, never a measure: the machines are shared.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
