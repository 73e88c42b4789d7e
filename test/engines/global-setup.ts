import type { TestProject } from 'vitest/node';
import { startCeph } from '../../scripts/engines/ceph.ts';
import { startPostgres } from '../../scripts/engines/postgres.ts';

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
  const [postgres, ceph] = [await startPostgres(), await startCeph()];
  project.provide('postgres', postgres.url('postgres'));
  project.provide('s3Endpoints', ceph.endpoints);
  return async () => void (await Promise.all([postgres.stop(), ceph.stop()]));
}
