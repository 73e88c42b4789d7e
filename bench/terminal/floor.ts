import { openTerminal } from '../../test/helpers/terminal.ts';
import type { Figures } from './figures.ts';
import { median, quantile } from './numbers.ts';
import { keysOf } from './progress.ts';

/** Answers each key with one sequence, beside two threads that hash as fast as they can. */
const ECHO = `
const { Worker } = require('node:worker_threads');
const HASHING = \`
const { createHash } = require('node:crypto');
const block = Buffer.alloc(1024 * 1024);
const turn = () => { createHash('sha1').update(block).digest(); setImmediate(turn); };
turn();
\`;
process.stdin.setRawMode(true);
for (let count = 0; count < 2; count += 1) new Worker(HASHING, { eval: true });
let keys = 0;
process.stdin.on('data', () => process.stdout.write('\\x1b[H' + (keys += 1)));
process.stdout.write('ready');
`;

/** What the machine allows while two threads are busy: milliseconds to the first byte of a key in a program that does nothing else. */
export async function floor(): Promise<Figures> {
  await using terminal = openTerminal({ args: ['-e', ECHO] });
  await terminal.waitFor('ready');
  await new Promise((resolve) => setTimeout(resolve, 600));
  const times = await keysOf(terminal, () => terminal.bytes);
  return { keyMedian: median(times), keyP99: quantile(times, 0.99) };
}
