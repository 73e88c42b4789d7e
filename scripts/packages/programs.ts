import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Installs Debian's packages where a program is missing; needs root and apt for that. */
export function ensurePrograms(programs: readonly string[], packages: readonly string[]): void {
  if (programs.every((program) => findProgram(program) !== null)) return;
  installPackages(packages);
  const missing = programs.filter((program) => findProgram(program) === null);
  if (missing.length > 0) throw new Error(`${missing.join(', ')} is not there, though ${packages.join(', ')} is`);
}

/** The same for a package that has no program, only a folder. */
export function ensurePackage(name: string, folder: string): void {
  if (existsSync(folder)) return;
  installPackages([name]);
  if (!existsSync(folder)) throw new Error(`${folder} is not there, though ${name} is`);
}

function installPackages(packages: readonly string[]): void {
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packages];
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
  try {
    execFileSync('apt-get', install, options);
  } catch {
    // The list of packages may be missing or old.
    execFileSync('apt-get', ['update', '-q'], options);
    execFileSync('apt-get', install, options);
  }
}

/** Where a program lies: on the path, or where Debian keeps the server's programs of PostgreSQL. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', ...postgresFolders()];
  const paths = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  return paths.find(isProgram) ?? null;
}

/** The newest version first. */
function postgresFolders(): string[] {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    return [];
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
