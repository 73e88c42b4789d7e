// What the bundle does otherwise than the packages in it, for the sake of the start. A package that has changed, so that a patch
// finds nothing to do, fails the build: then look whether the patch is still needed, and how.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const helper = (name) => join(HERE, name).replaceAll('\\', '/');
const SEGMENTER_IMPORT = `import { lazySegmenter } from '${helper('lazy-segmenter.js')}';\n`;
const SURE_IMPORT = `import { sureTextWidth } from '${helper('../../source/terminal/sure-width.ts')}';\n`;

const YOGA_BINARY = 'binaries/yoga-wasm-base64-esm.js';
const YOGA_BYTES = /H="data:application\/octet-stream;base64,([\w+/=]+)"/;

/** Replaces text inside a file of a package: `[what to find, what to put there]`, each found exactly once. */
const edits = {
  'yoga-layout/dist/src/index.js': [
    ["import loadYoga from '../binaries/yoga-wasm-base64-esm.js';", yogaImport()],
    ['wrapAssembly(await loadYoga())', 'wrapAssembly(loadYoga({ instantiateWasm: instantiateYoga(wasm) }))'],
  ],
  'yoga-layout/dist/binaries/yoga-wasm-base64-esm.js': [
    [YOGA_BYTES, 'H="data:none"'],
    ['return loadYoga.ready', 'return loadYoga'],
  ],
  // Both ask for developer tools, and make the whole module wait by an await at its top.
  'ink/build/reconciler.js': [
    [/if \(process\.env\['DEV'\] === 'true'\) \{\n    \/\/ Intentionally[^]*?\n\}\n/, ''],
    [/if \(process\.env\['DEV'\] === 'true'\) \{\n    try \{\n[^]*?\n\}\n/, ''],
  ],
  'ink/build/line-update.js': [
    ['const segmenter = new Intl.Segmenter(', `${SEGMENTER_IMPORT}const segmenter = lazySegmenter(`],
  ],
  // Only verbs that are programs of their own would need it, and there are none.
  'commander/lib/command.js': [
    [
      "import childProcess from 'node:child_process';",
      "const childProcess = { spawn: (...words) => process.getBuiltinModule('node:child_process').spawn(...words) };",
    ],
  ],
  // It guesses the colours from the environment and the arguments; how many are written is the cell layer's to say.
  'chalk/source/index.js': [
    [
      "import supportsColor from '#supports-color';",
      'const supportsColor = { stdout: { level: 3 }, stderr: { level: 3 } };',
    ],
  ],
  // It makes itself a global, which strict code may not.
  'sixel/upng.js': [['module.exports = UPNG = {};', 'const UPNG = (module.exports = {});']],
  'wrap-ansi/index.js': [
    ['const segmenter = new Intl.Segmenter(', `${SEGMENTER_IMPORT}const segmenter = lazySegmenter(`],
  ],
  'slice-ansi/tokenize-ansi.js': [
    ['= new Intl.Segmenter(', '= lazySegmenter('],
    ['import ', `${SEGMENTER_IMPORT}import `, 'first'],
  ],
  '@alcalzone/ansi-tokenize/build/tokenize.js': [
    ['const segmenter = new Intl.Segmenter(', `${SEGMENTER_IMPORT}const segmenter = lazySegmenter(`],
  ],
  'ink/build/output.js': [
    [
      'export default class Output {',
      `import { sharing } from '${helper('shared-caches.js')}';\n` +
        'const sharedCaches = sharing(() => new OutputCaches());\n' +
        "const BLANK_CELL = Object.freeze({ type: 'char', value: ' ', fullWidth: false, styles: [] });\n" +
        'export default class Output {',
    ],
    ['caches = new OutputCaches();', 'caches = sharedCaches();'],
    // Cells are replaced and never changed: one blank does for all of them.
    [/const row = \[\];\n[^]*?output\.push\(row\);/, 'output.push(new Array(this.width).fill(BLANK_CELL));'],
  ],
  'string-width/index.js': [
    [
      'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
      `import { lazyExpression } from '${helper('lazy-expression.js')}';\nconst rgiEmojiRegex = lazyExpression(() => /^\\p{RGI_Emoji}$/v);`,
    ],
    ['const segmenter = new Intl.Segmenter(', `${SEGMENTER_IMPORT}${SURE_IMPORT}const segmenter = lazySegmenter(`],
    [
      '\tlet width = 0;\n\tconst eastAsianWidthOptions',
      '\tif (ambiguousIsNarrow) {\n\t\tconst sure = sureTextWidth(string);\n\t\tif (sure !== null) return sure;\n\t}\n\n\tlet width = 0;\n\tconst eastAsianWidthOptions',
    ],
  ],
};

/** Packages that Ink gets something smaller for. */
const standIns = {
  'es-toolkit/compat': 'throttle.js',
  'terminal-size': 'terminal-size.js',
  'stack-utils': 'stack-utils.js',
  'code-excerpt': 'code-excerpt.js',
};

/** The esbuild plugin; of a bundle that holds some of the packages only, their names are given. */
export function patches(packages = /./) {
  return {
    name: 'patches',
    setup(build) {
      const unused = new Set([...Object.keys(edits), ...Object.keys(standIns)].filter((path) => packages.test(path)));
      for (const [path, changes] of Object.entries(edits)) {
        build.onLoad(
          { namespace: 'file', filter: new RegExp(`node_modules/${escaped(path)}$`) },
          async ({ path: file }) => {
            unused.delete(path);
            return { contents: changed(await readFile(file, 'utf8'), changes, path), loader: 'js' };
          },
        );
      }
      build.onResolve({ filter: /^yoga-wasm-bytes$/ }, ({ resolveDir }) => ({
        path: join(resolveDir, '..', YOGA_BINARY),
        namespace: 'yoga-wasm',
      }));
      build.onLoad({ filter: /.*/, namespace: 'yoga-wasm' }, async ({ path: file }) => {
        const bytes = YOGA_BYTES.exec(await readFile(file, 'utf8'))?.[1];
        if (bytes === undefined) throw new Error(`no bytes of yoga in ${file}`);
        return { contents: bytes, loader: 'text' };
      });
      for (const [name, file] of Object.entries(standIns)) {
        build.onResolve({ filter: new RegExp(`^${escaped(name)}$`) }, ({ importer }) => {
          if (!/node_modules\/ink\//.test(importer)) return undefined;
          unused.delete(name);
          return { path: helper(file) };
        });
      }
      build.onEnd(() => ({
        errors: [...unused].map((what) => ({
          text: `the patch of ${what} found nothing to patch: the package is not there any more`,
        })),
      }));
    },
  };
}

function changed(text, changes, path) {
  return changes.reduce((before, [find, put, which = 'only']) => {
    const count =
      typeof find === 'string' ? before.split(find).length - 1 : (before.match(new RegExp(find, 'g')) ?? []).length;
    if (count === 0 || (count > 1 && which === 'only')) {
      throw new Error(`the patch of ${path} expects ${find} once and finds it ${count} times`);
    }
    return before.replace(find, () => put);
  }, text);
}

/** The loader without its bytes, and the bytes by themselves as they are in the same file. */
function yogaImport() {
  return [
    "import loadYoga from '../binaries/yoga-wasm-base64-esm.js';",
    "import wasm from 'yoga-wasm-bytes';",
    `import { instantiateYoga } from '${helper('yoga-wasm.js')}';`,
  ].join('\n');
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
