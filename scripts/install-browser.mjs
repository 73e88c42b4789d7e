// Makes sure that there is a Chromium for the browser tests: Debian's package, where apt is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

const BROWSER = '/usr/bin/chromium';

if (!existsSync(BROWSER)) {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  run([...asRoot, 'apt-get', 'update']);
  run([...asRoot, 'apt-get', 'install', '--yes', '--no-install-recommends', 'chromium']);
}
console.log(`browser: ${BROWSER}`);

function run([command, ...args]) {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) return;
  console.error(`browser: ${[command, ...args].join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
  process.exit(1);
}
