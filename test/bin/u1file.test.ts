import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const OLD_NODE = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => existsSync(file) && isOld(file));

function isOld(node: string): boolean {
  const [major = 0, minor = 0] = execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' })
    .split('.')
    .map(Number);
  return major < 24 || (major === 24 && minor < 7);
}

/** A copy of the starter beside a program of its own, with or without a Node of its own. */
function install(program: string, hasNode: boolean): string {
  const home = mkdtempSync(join(tmpdir(), 'u1file-bin-'));
  for (const folder of ['bin', 'dist', 'node_modules/node/bin']) mkdirSync(join(home, folder), { recursive: true });
  for (const file of ['bin/u1file.js', 'bin/first-paint.js', 'bin/package.json']) copyFileSync(file, join(home, file));
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  writeFileSync(join(home, 'dist/u1file.js'), `export function main(words) { ${program} }`);
  if (hasNode) symlinkSync(process.execPath, join(home, 'node_modules/node/bin/node'));
  return join(home, 'bin/u1file.js');
}

const ENV = { ...process.env, XDG_CACHE_HOME: mkdtempSync(join(tmpdir(), 'u1file-cache-')) };

describe('the starter on a Node that is new enough', () => {
  it('starts the program with its arguments and keeps its exit status', () => {
    const bin = install('console.log(words.join("|")); return 9;', false);
    const { stdout, status } = spawnSync(process.execPath, [bin, 'a b', '--c'], { encoding: 'utf8', env: ENV });
    expect([stdout, status]).toEqual(['a b|--c\n', 9]);
  });

  it('works where the cache cannot be kept', () => {
    const bin = install('console.log("up"); return 0;', false);
    const env = { ...ENV, XDG_CACHE_HOME: join(bin, 'below-a-file') };
    expect(spawnSync(process.execPath, [bin], { encoding: 'utf8', env }).stdout).toBe('up\n');
  });

  it('says what to do when nothing is built', () => {
    const bin = install('', false);
    const moved = join(bin, '..', '..', 'elsewhere');
    mkdirSync(join(moved, 'bin'), { recursive: true });
    copyFileSync(bin, join(moved, 'bin/u1file.js'));
    copyFileSync(join(bin, '..', 'first-paint.js'), join(moved, 'bin/first-paint.js'));
    writeFileSync(join(moved, 'bin/package.json'), '{"type":"commonjs"}');
    const { stderr, status } = spawnSync(process.execPath, [join(moved, 'bin/u1file.js')], {
      encoding: 'utf8',
      env: ENV,
    });
    expect([stderr, status]).toEqual(['u1file: the program is not built; run: npm run build\n', 2]);
  });
});

describe.skipIf(OLD_NODE === undefined)('the starter on an older Node (skipped where there is none)', () => {
  const old = OLD_NODE ?? '';

  it('hands over to the Node that a clone brings along, with status, streams and arguments', () => {
    const bin = install('process.stdin.pipe(process.stdout); console.error(process.version, words[0]); return 4', true);
    const { stdout, stderr, status } = spawnSync(old, [bin, 'x'], { encoding: 'utf8', input: 'through', env: ENV });
    expect([stdout, stderr, status]).toEqual(['through', `${process.version} x\n`, 4]);
  });

  it('hands signals on, and ends as the program did', async () => {
    const bin = install(
      'process.on("SIGTERM", () => process.exit(33)); setInterval(() => {}, 1000); console.log("up"); return 0;',
      true,
    );
    expect(await endAfter(bin, 'SIGTERM')).toEqual([33, null]);
    const killed = install('setInterval(() => {}, 1000); console.log("up"); return 0;', true);
    expect(await endAfter(killed, 'SIGTERM')).toEqual([null, 'SIGTERM']);
  });

  it('says what is needed in one line where there is no other Node', () => {
    const { stderr, status } = spawnSync(old, [install('', false)], { encoding: 'utf8', env: ENV });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^u1file: needs Node 24\.7 or newer, this is [\d.]+; .*\n$/);
  });

  async function endAfter(bin: string, signal: NodeJS.Signals): Promise<readonly unknown[]> {
    const child = spawn(old, [bin], { stdio: ['ignore', 'pipe', 'inherit'], env: ENV });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill(signal);
    return new Promise((resolve) => {
      child.once('exit', (...end) => resolve(end));
    });
  }
});
