#!/usr/bin/env node
// Starts the program. Written so that a Node of any age can read it: an old one is told what to do.
var path = require('path');

var NEEDED = [24, 7];
var main = path.join(__dirname, '..', 'dist', 'u1file.js');
// They have few questions, and a small file of their own.
var BRIEF =
  /^(--version|-V|volumes|create-volume|delete-volume|list|ls|query|stat|public|delete|rm|mkdir|publish|unpublish)$/;

if (isNewEnough(process.versions.node)) {
  start();
} else {
  handOver(path.join(__dirname, '..', 'node_modules', 'node', 'bin', 'node'));
}

function isNewEnough(version) {
  var parts = version.split('.').map(Number);
  return parts[0] > NEEDED[0] || (parts[0] === NEEDED[0] && parts[1] >= NEEDED[1]);
}

function start() {
  if (!require('fs').existsSync(main)) return giveUp('the program is not built; run: npm run build');
  var args = process.argv.slice(2);
  var isBrief = BRIEF.test(args[0]);
  var isPainted = !isBrief && require('./first-paint.js').paint(args, process.env);
  keepCompiled();
  Promise.resolve()
    .then(function () {
      return isBrief ? require('../dist/brief.cjs').main(args) : null;
    })
    .then(function (status) {
      return status === null ? startWhole(args, isPainted) : status;
    })
    .then(function (status) {
      if (status !== 0) process.exitCode = status;
    })
    .catch(function (error) {
      process.stderr.write('u1file: this is a bug in u1file, please report it\n' + (error.stack || error) + '\n');
      process.exitCode = 1;
    });
  // At the end Node writes the cache by itself, but not when it is killed.
  setTimeout(flushCompiled, 3000).unref();
}

function startWhole(args, isPainted) {
  var painting = isPainted ? require('../dist/first-picture.js').paintFirstPicture(args) : null;
  return Promise.resolve(painting).then(function (early) {
    return import(require('url').pathToFileURL(main).href).then(function (program) {
      return program.main(args, early);
    });
  });
}

function flushCompiled() {
  require('module').flushCompileCache();
}

// Compiled code is kept between runs, where this user alone can write. Without a place for it the program starts slower, and works.
function keepCompiled() {
  var home = process.env.XDG_CACHE_HOME || path.join(require('os').homedir(), '.cache');
  var folder = process.env.NODE_COMPILE_CACHE || path.join(home, 'u1file', 'compiled');
  try {
    // Made here: nobody else is to write what will be run.
    makeFolders(folder);
    require('module').enableCompileCache(folder);
    // Threads look for it here alone.
    process.env.NODE_COMPILE_CACHE = folder;
  } catch {
    // A read-only home is no reason not to start.
  }
}

// Node's own way to make those above too never ends where a file system denies what is there, as /proc does.
function makeFolders(folder) {
  if (makeFolder(folder)) return;
  if (path.dirname(folder) !== folder) makeFolders(path.dirname(folder));
  if (!makeFolder(folder)) throw new Error('nothing can be made in ' + path.dirname(folder));
}

// False where the folder above is missing.
function makeFolder(folder) {
  try {
    require('fs').mkdirSync(folder, 448 /* 0700 */);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return true;
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

// A clone brings the right Node along as a development dependency.
function handOver(node) {
  if (!require('fs').existsSync(node)) {
    return giveUp(
      'needs Node ' +
        NEEDED.join('.') +
        ' or newer, this is ' +
        process.versions.node +
        '; get it from https://nodejs.org',
    );
  }
  var child = require('child_process').spawn(node, [__filename].concat(process.argv.slice(2)), { stdio: 'inherit' });
  // Ctrl-C on a terminal reaches both at once: handing it on would make it two.
  var isOnTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'].forEach(function (signal) {
    process.on(signal, function () {
      if (!isOnTerminal || (signal !== 'SIGINT' && signal !== 'SIGQUIT')) child.kill(signal);
    });
  });
  child.on('error', function (error) {
    giveUp('cannot start ' + node + ': ' + error.message);
  });
  child.on('exit', function (status, signal) {
    if (signal === null) return process.exit(status);
    // Ends as the child did, so that a shell sees the same.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function giveUp(reason) {
  process.stderr.write('u1file: ' + reason + '\n');
  process.exitCode = 2;
}
