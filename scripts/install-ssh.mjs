// Makes sure that there are OpenSSH's server and client and tmux for the tests of a dropped line: Debian's packages,
// where apt is there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

const NEEDED = { '/usr/sbin/sshd': 'openssh-server', '/usr/bin/ssh': 'openssh-client', '/usr/bin/tmux': 'tmux' };

const missing = Object.entries(NEEDED).flatMap(([path, name]) => (existsSync(path) ? [] : [name]));
if (missing.length > 0) {
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  run([...asRoot, 'apt-get', 'update']);
  run([...asRoot, 'apt-get', 'install', '--yes', '--no-install-recommends', ...missing]);
}
console.log(`ssh: ${Object.keys(NEEDED).join(', ')}`);

function run([command, ...args]) {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (status === 0) return;
  console.error(`ssh: ${[command, ...args].join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
  process.exit(1);
}
