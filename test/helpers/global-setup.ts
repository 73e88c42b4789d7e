import { execFileSync } from 'node:child_process';
import { installTestPrograms } from '../../scripts/packages/for-tests.ts';

/** The end-to-end tests drive the built program: build it from what is here now. CI skips nothing for want of a program. */
export function setup(): void {
  if (process.env['CI'] === 'true') installTestPrograms();
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
