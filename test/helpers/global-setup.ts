import { execFileSync } from 'node:child_process';

/** The end-to-end tests drive the built program: build it from what is here now. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
