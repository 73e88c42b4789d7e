// Paints the frame of the screen before the program is loaded: a person sees at once that it has started. It does so only where
// nothing can come of it but the screen: no options, no verb, a folder that is there, a terminal that can.
const fs = require('fs');

const MIN_ROWS = 12;
const TWO_PANE_COLUMNS = 80;
const OPEN = '\u001b[?1049h\u001b[?25;7l\u001b[H\u001b[2J';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];
// The modes too that the first picture sets.
const CLOSE = '\u001b[?1000;1006l\u001b[?2004l\u001b[?2026l\u001b[m\u001b[?1049l\u001b[?7h\u001b[?25h';

/** True when the frame is painted: then this program is nothing but the screen of these arguments. */
exports.paint = function paint(args, env) {
  if (!isForScreen(args, env)) return false;
  const { isatty } = require('tty');
  if (!isatty(0) || !isatty(1)) return false;
  const out = process.stdout;
  if (out.columns < TWO_PANE_COLUMNS || out.rows < MIN_ROWS) return false;
  // First the way back: a signal may come right behind the first byte.
  handOver(out);
  out.write(OPEN + frame(out.columns, out.rows));
  return true;
};

/** Keeps the way back until the screen takes the terminal over, which it says by taking the mark `isOpenedEarly` off the stream. */
function handOver(out) {
  let isOpen = true;
  const putBack = () => {
    if (isOpen) fs.writeSync(1, CLOSE);
    if (isOpen && process.stdin.isRaw) process.stdin.setRawMode(false);
    close();
  };
  const end = (signal) => {
    putBack();
    process.kill(process.pid, signal);
  };
  // Words for a person (an error) belong on the screen that stays.
  const { stderr } = process;
  const write = stderr.write.bind(stderr);
  const close = () => {
    isOpen = false;
    delete stderr.write;
    for (const signal of SIGNALS) process.off(signal, end);
    process.off('exit', putBack);
  };
  stderr.write = (...words) => {
    putBack();
    return write(...words);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  process.on('exit', putBack);
  Object.defineProperty(out, 'isOpenedEarly', { get: () => isOpen, set: close });
}

function isForScreen(args, env) {
  const term = env.TERM || 'dumb';
  if (/^(dumb|unknown|linux)/.test(term) || env.ACCESSIBLE || env.CI) return false;
  if (!/utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '')) return false;
  if (args.length === 0) return true;
  // A name alone could be a verb.
  return args.length === 1 && /^[./~]/.test(args[0]) && isFolder(args[0]);
}

function isFolder(path) {
  try {
    return fs.statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** The title and the line between the panes, where the program will draw them. */
function frame(columns, rows) {
  const middle = Math.floor((columns - 1) / 2) + 1;
  const line = `\u001b[2;${middle}H${'│\b\v'.repeat(rows - 3)}`;
  return ` u1file${line}`;
}
