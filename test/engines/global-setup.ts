import type { TestProject } from 'vitest/node';
import { startCeph } from '../../scripts/engines/ceph.ts';
import { startPostgres } from '../../scripts/engines/postgres.ts';
import { startSwift } from '../../scripts/engines/swift.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `postgres://…` without a database at its end. */
    postgres: string;
    /** Every gateway of the S3 store. */
    s3Endpoints: readonly string[];
  }
}

/** One PostgreSQL and one S3 store for all tests that do not harm them; each test has a database and a prefix of its own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [postgres, store] = [await startPostgres(), await startStore()];
  project.provide('postgres', postgres.url('postgres'));
  project.provide('s3Endpoints', store.endpoints);
  return async () => void (await Promise.all([postgres.stop(), store.stop()]));
}

/** Ceph, or another one where that is what is to be tried. */
async function startStore(): Promise<{ readonly endpoints: readonly string[]; stop(): Promise<void> }> {
  return process.env['U1FILE_TEST_S3'] === 'swift' ? await startSwift() : await startCeph();
}
