import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { patches } from '../../scripts/build/patches.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'u1file-patches-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Bundles a program of these lines, as the build does; answers what it makes. */
async function bundle(program: string): Promise<string> {
  const main = join(folder, 'main.js');
  writeFileSync(main, program);
  const plugins = [patches(/^chalk/)];
  const built = await build({ entryPoints: [main], bundle: true, write: false, logLevel: 'silent', plugins });
  return built.outputFiles[0]?.text ?? '';
}

/** The same of a program that imports a package which has become this. */
async function bundleWith(content: string): Promise<string> {
  const file = join(folder, 'node_modules/chalk/source/index.js');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return bundle("import './node_modules/chalk/source/index.js';");
}

const TARGET = "import supportsColor from '#supports-color';\nconsole.log(supportsColor);\n";

describe('a patch of a package', () => {
  it('is made where it finds what it is for', async () => {
    expect(await bundleWith(TARGET)).toContain('stdout: { level: 3 }');
  });

  it.each([
    ['is gone', 'console.log(1);\n', /patch of chalk\/source\/index.js expects .* once and finds it 0 times/],
    ['is there twice', TARGET + TARGET, /expects .* once and finds it 2 times/],
  ])('fails the build where that %s', async (_, content, words) => {
    await expect(bundleWith(content)).rejects.toThrow(words);
  });

  it('fails the build where the package is gone', async () => {
    await expect(bundle('')).rejects.toThrow(/the package is not there any more/);
  });
});
