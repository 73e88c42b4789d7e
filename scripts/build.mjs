// Bundles the program into dist/: one chunk graph, so that the command line never loads the screen or the server.
import { build } from 'esbuild';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { builtins } from './build/builtins.mjs';
import { patches } from './build/patches.mjs';

const OUT = 'dist';
const entries = {
  u1file: 'source/cli/main.ts',
  'first-picture': 'source/cli/first-picture.ts',
  'server-worker': 'source/server/worker.ts',
  'engine-worker': 'source/cli/engine-worker.ts',
  'picture-worker': 'source/viewing/picture/picture-worker.ts',
  'front-thread': 'source/server/threads/front-thread.ts',
};

/** Verbs of a few questions: one file, since each more takes a millisecond to find, and one that Node need not link. */
const BRIEF = 'source/cli/brief.ts';

const common = {
  outdir: OUT,
  bundle: true,
  platform: 'node',
  // An older target moves regular expressions to the start, where the largest of them costs 48 ms.
  target: 'esnext',
  minify: true,
  // Nothing here asks a function for its name, and to keep them would cost the server a tenth: each closure is named anew.
  keepNames: false,
  sourcemap: 'linked',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  logLevel: 'warning',
  metafile: true,
  write: false,
};
const [whole, brief] = await Promise.all([
  build({
    ...common,
    entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
    splitting: true,
    format: 'esm',
    // Packages in the old module format call require() for node's own modules.
    banner: { js: "import{createRequire as __u1require}from'node:module';const require=__u1require(import.meta.url);" },
    // Loaded by Ink under DEV=true only, and by nobody else.
    external: ['react-devtools-core'],
    plugins: [builtins(), patches()],
  }),
  build({
    ...common,
    entryPoints: { brief: BRIEF, 'inner-server': 'source/server/inner-server.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    // Node's loader of modules, which `import()` would need, is not loaded for two files.
    supported: { 'dynamic-import': false },
    plugins: [builtins({ isLazy: true }), patches(/^commander\//), apart('inner-server')],
  }),
]);
const { metafile } = whole;
const outputFiles = [...whole.outputFiles, ...brief.outputFiles];

for (const entry of [entries.u1file, entries['first-picture']])
  checkStart(metafile, entry, /node_modules\/(undici|ink|react|fastify|kysely|pino|commander|pg|@aws-sdk)\//);
// The cloud that the program carries has its data in a folder, and knows nothing of engines on other machines.
checkStart(metafile, entries['server-worker'], /node_modules\/(fastify|pino|pg|@aws-sdk|@smithy)\//);
checkStart(brief.metafile, BRIEF, /node_modules\/(undici|ink|react|fastify|pino|pg|@aws-sdk|@smithy)\//);

// Each file takes its place at once and only when it differs: a program that runs from here meanwhile goes on.
mkdirSync(OUT, { recursive: true });
for (const { path, contents } of outputFiles) {
  if (existsSync(path) && Buffer.compare(readFileSync(path), contents) === 0) continue;
  const aside = `${path}.${process.pid}`;
  writeFileSync(aside, contents);
  renameSync(aside, path);
}
const made = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(OUT)) {
  if (!made.has(name) && !/\.\d+$/.test(name)) rmSync(join(OUT, name), { recursive: true, force: true });
}
if (process.argv.includes('--sizes')) {
  printSizes(metafile);
  printSizes(brief.metafile);
}

/** What is imported late is a file of its own there, so that its parts are not wrapped to be made one by one. */
function apart(name) {
  return {
    name: 'apart',
    setup(setUp) {
      setUp.onResolve({ filter: new RegExp(`/${name}\\.ts$`) }, ({ kind }) =>
        kind === 'dynamic-import' ? { path: `./${name}.cjs`, external: true } : undefined,
      );
    },
  };
}

/** What every start of the program pays for must not hold these: each is loaded when something needs it. */
function checkStart({ inputs }, entry, late) {
  const reached = new Map([[entry, '']]);
  for (const [path, trail] of reached) {
    const wrong = late.exec(path)?.[1];
    if (wrong !== undefined)
      throw new Error(`${wrong} is loaded at every start, by\n  ${trail.split('\n').join('\n  ')}`);
    for (const { path: next, kind } of inputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && !reached.has(next)) reached.set(next, `${trail}${path}\n`);
    }
  }
}

function printSizes({ outputs }) {
  for (const [path, { bytes, entryPoint, inputs }] of Object.entries(outputs)) {
    if (!/\.c?js$/.test(path)) continue;
    console.log(`${path} ${bytes} ${entryPoint ?? ''}`);
    const largest = Object.entries(inputs).sort(([, a], [, b]) => b.bytesInOutput - a.bytesInOutput);
    for (const [input, { bytesInOutput }] of largest.slice(0, 12)) console.log(`    ${bytesInOutput} ${input}`);
  }
}
