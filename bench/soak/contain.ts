import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Ends with this where it cannot be contained. */
const NOT_CONTAINED = 97;
/** Who runs it where the soak is run by root: somebody who owns nothing. */
const NOBODY = '65534';
const PROJECT = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
/** What is run there, besides Node. */
const COMMANDS = ['/bin/sh', '/bin/true'];
/** What Node and the program look at. */
const FACTS = ['/etc/passwd', '/etc/group', '/etc/hosts', '/etc/localtime', '/proc/cpuinfo', '/proc/meminfo'];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/tty'];
/** What of the project the program needs: its packages would be a large folder to copy. */
const PARTS = ['bin', 'dist', 'package.json'];

/**
 * The words of a command that runs another one where nothing is but a folder, `$1`, which it may write to, and what stands before `--`,
 * each at its own path and not to be changed: a mount namespace with a root of its own. So what is random can neither delete a person's
 * files nor spend an hour on copying them. Of `/proc` the process itself is there. It refuses to begin while anything else is writable.
 */
const SCRIPT = `
own=$1 base=$1/.root
# A thing of the machine at a path there, not to be changed.
place() {
  if [ -d "$1" ]; then mkdir -p "$base$2"; else mkdir -p "$base\${2%/*}" && : > "$base$2"; fi
  mount --bind "$1" "$base$2" && mount -o remount,bind,ro "$base$2"
}
shift
{
  mkdir -p "$base" && mount -t tmpfs -o mode=755 tmpfs "$base" &&
  while [ "$1" != -- ]; do place "$1" "$1" || exit ${NOT_CONTAINED}; shift; done && shift &&
  place "/proc/$$" /proc/self && ln -s self "$base/proc/$$" && ln -s self/net "$base/proc/net" && ln -s self/mounts "$base/proc/mounts" &&
  mkdir -p "$base$own" && mount --bind "$own" "$base$own" && mount -o remount,bind,ro "$base" &&
  awk -v base="$base" -v own="$base$own" '
    index($2, base) == 1 && $2 != own && $4 !~ /(^|,)ro(,|$)/ { writable = 1 }
    END { exit writable }' /proc/self/mounts
} || exit ${NOT_CONTAINED}
exec "$@"
`;

/** The arguments for `unshare` that run this command (absolute paths) with nothing but the folder to write to, and never as root. */
export function contained(folder: string, command: readonly string[]): string[] {
  const isRoot = process.getuid?.() === 0;
  const asNobody = [`--userspec=${NOBODY}:${NOBODY}`, '--groups='];
  return [
    '--mount',
    ...(isRoot ? [] : ['--map-root-user']),
    'sh',
    '-c',
    SCRIPT,
    'sh',
    folder,
    ...thingsThere(),
    '--',
    'chroot',
    ...(isRoot ? asNobody : []),
    join(folder, '.root'),
    ...command,
  ];
}

function thingsThere(): string[] {
  const commands = [process.execPath, ...COMMANDS];
  const parts = PARTS.map((part) => join(PROJECT, part));
  const all = [...commands, ...new Set(commands.flatMap((each) => librariesOf(each))), ...FACTS, ...DEVICES, ...parts];
  return all.filter((each) => existsSync(each));
}

/** The absolute paths of what a program is linked with, as `ldd` lists them: `name => /path (address)`, and the loader by its path alone. */
function librariesOf(program: string): string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path ?? '');
}

/** Gives a folder to who runs there. */
export function handOver(folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { status } = spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  if (status !== 0) throw new Error(`${folder} cannot be given away`);
}

/** True where this Node can be contained: it starts there, writes into its folder, and can make nothing anywhere else. */
export function canContain(): boolean {
  if (process.platform !== 'linux') return false;
  const folder = mkdtempSync(join(tmpdir(), 'u1file-probe-'));
  handOver(folder);
  const probe = `
    const fs = require('fs');
    fs.writeFileSync(process.argv[1] + '/own', '');
    for (const place of ['/', '/dev', '/dev/shm', '/tmp', '/var/tmp', '/proc', '/sys', process.env.OUTER_HOME]) {
      try { fs.writeFileSync(place + '/.u1file-soak', ''); process.exit(1); } catch {}
    }`;
  const env = { ...process.env, OUTER_HOME: process.env['HOME'] ?? '/' };
  const { status } = spawnSync('unshare', contained(folder, [process.execPath, '-e', probe, folder]), { env });
  rmSync(folder, { recursive: true });
  return status === 0;
}
