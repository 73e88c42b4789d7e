import { builtinModules } from 'node:module';
import process from 'node:process';

const NAMES = builtinModules.filter((name) => !name.startsWith('_')).map((name) => name.replace(/^node:/, ''));
const BUILTIN = new RegExp(`^(node:)?(${NAMES.map((name) => name.replaceAll('/', '\\/')).join('|')})$`);
/** They take milliseconds, and not every run of a small program comes to use them. */
const LATE = new Set(['crypto', 'fs/promises', 'timers/promises', 'util']);

/**
 * Takes Node's own modules as they are, not through `import`: that reads each of their exports to make a module of them, and several are
 * made at the first reading (`http` loads a whole HTTP client for its WebSocket, `fs` its streams and promises). In the three threads that
 * is 60 ms of each start. Each file has its own wrapper of them, which goes where the file goes: shared ones would be files of fifty bytes,
 * each of which a start has to find and link. With `isLazy` the slow ones of them are made when something of theirs is first used.
 */
export function builtins({ isLazy = false } = {}) {
  return {
    name: 'builtins',
    setup(build) {
      build.onResolve({ filter: BUILTIN }, ({ path, kind, namespace, importer }) =>
        kind === 'import-statement' && namespace !== 'builtin'
          ? { path: `${importer} ${path.replace(/^node:/, '')}`, namespace: 'builtin', sideEffects: false }
          : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path: pair }) => {
        const path = pair.slice(pair.lastIndexOf(' ') + 1);
        const now = `module.exports = process.getBuiltinModule('node:${path}');`;
        return { contents: isLazy && LATE.has(path) ? late(path) : now, loader: 'js' };
      });
    },
  };
}

/** A module of functions that look up what they stand for when they are called. */
function late(path) {
  const module = process.getBuiltinModule(`node:${path}`);
  const names = Object.keys(module).filter((name) => typeof module[name] === 'function');
  const real = `process.getBuiltinModule('node:${path}')`;
  return names.map((name) => `export const ${name} = (...words) => ${real}.${name}(...words);`).join('\n');
}
