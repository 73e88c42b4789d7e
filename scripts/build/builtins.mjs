import { builtinModules } from 'node:module';

const NAMES = builtinModules.filter((name) => !name.startsWith('_')).map((name) => name.replace(/^node:/, ''));
const BUILTIN = new RegExp(`^(node:)?(${NAMES.map((name) => name.replaceAll('/', '\\/')).join('|')})$`);

/**
 * Takes Node's own modules as they are, not through `import`: that reads each of their exports to make a module of them, and several are
 * made at the first reading (`http` loads a whole HTTP client for its WebSocket, `fs` its streams and promises). In the three threads that
 * is 60 ms of each start.
 */
export function builtins() {
  return {
    name: 'builtins',
    setup(build) {
      build.onResolve({ filter: BUILTIN }, ({ path, kind, namespace }) =>
        kind === 'import-statement' && namespace !== 'builtin'
          ? { path: path.replace(/^node:/, ''), namespace: 'builtin', sideEffects: false }
          : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
        contents: `module.exports = process.getBuiltinModule('node:${path}');`,
        loader: 'js',
      }));
    },
  };
}
