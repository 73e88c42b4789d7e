// Bundles the program into dist/: one chunk graph, so that the command line never loads the screen or the server.
import { build } from 'esbuild';
import { existsSync, rmSync } from 'node:fs';

const entries = {
  u1file: 'source/cli/main.ts',
  'server-worker': 'source/server/worker.ts',
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(file))),
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'esnext',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: true,
  sourcemap: 'linked',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  // Packages in the old module format call require() for node's own modules.
  banner: { js: "import{createRequire as __u1require}from'node:module';const require=__u1require(import.meta.url);" },
  // Loaded by Ink under DEV=true only, and by nobody else.
  external: ['react-devtools-core'],
  logLevel: 'warning',
});
