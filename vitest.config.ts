import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    environment: 'node',
    pool: 'forks',
    globalSetup: ['test/helpers/global-setup.ts'],
    reporters: ['default', './scripts/closing-line.mjs'],
    // A limit for a hung test, never a measure: the machines are shared.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
