import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Ends with this where anything else could still be written. */
const NOT_CONTAINED = 97;
/** Who runs it where the soak is run by root: somebody who owns nothing. */
const NOBODY = '65534';
const PROJECT = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
/** Where the project is seen there, by somebody who may not read it where it lies: below root's home, say. */
const SEEN_AS = '.project';

/**
 * The words of a command that runs another one where `$1`, an absolute folder, is all that can be written, and `$2` is seen within it: a
 * mount namespace in which every file system is read-only but that folder, `/dev`, `/proc` and `/sys` as well. The list of mounts is read
 * whole before it is changed: read meanwhile, it leaves some out. Of several mounts at one place the last is the one that is seen. It
 * refuses to go on while any is writable: what is random must not be able to delete a person's files.
 */
const SCRIPT = `
mount --bind "$1" "$1" || exit ${NOT_CONTAINED}
mkdir -p "$1/${SEEN_AS}" && mount --bind "$2" "$1/${SEEN_AS}" || exit ${NOT_CONTAINED}
for at in $(cut -d ' ' -f 2 /proc/self/mounts); do
  [ "$at" = "$1" ] || mount -o remount,bind,ro "$at" 2>/dev/null
done
awk -v own="$1" '{ options[$2] = $4 } END {
  for (at in options) if (at != own && options[at] !~ /(^|,)ro(,|$)/) writable = 1
  exit writable
}' /proc/self/mounts || exit ${NOT_CONTAINED}
cd "$1" && shift 2 && exec "$@"
`;

/** The arguments for `unshare` that run this command with nothing but the folder to write to, and never as root. */
export function contained(folder: string, command: readonly string[]): string[] {
  const isRoot = process.getuid?.() === 0;
  const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs'];
  return [
    '--mount',
    ...(isRoot ? [] : ['--map-root-user']),
    'sh',
    '-c',
    SCRIPT,
    'sh',
    folder,
    PROJECT,
    ...(isRoot ? asNobody : []),
    ...command.map((word) =>
      word.startsWith(`${PROJECT}/`) ? join(folder, SEEN_AS, word.slice(PROJECT.length)) : word,
    ),
  ];
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
    fs.writeFileSync('own', ''); fs.unlinkSync('own');
    for (const place of ['/', '/dev', '/dev/shm', '/tmp', '/var/tmp', '/proc', '/sys', process.env.OUTER_HOME]) {
      try { fs.writeFileSync(place + '/.u1file-soak', ''); process.exit(1); } catch {}
    }`;
  const env = { ...process.env, OUTER_HOME: process.env['HOME'] ?? '/' };
  const { status } = spawnSync('unshare', contained(folder, [process.execPath, '-e', probe]), { env });
  rmSync(folder, { recursive: true });
  return status === 0;
}
