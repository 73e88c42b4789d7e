import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFaultProxy, type FaultProxy } from '../../test/helpers/fault-proxy.ts';
import { openTerminal, type PtyTerminal } from '../../test/helpers/terminal.ts';
import { startOwnServer, type OwnServer } from '../../test/services/own-server.ts';
import { memoryOf } from '../terminal/memory.ts';
import { median } from '../terminal/numbers.ts';
import { act, makeGood } from './acts.ts';
import { contained, handOver } from './contain.ts';
import { checkAnswers, checkScreen } from './looks.ts';
import { createRandom } from './random.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Seconds between two looks. */
  readonly lookEvery: number;
  readonly onLook?: (look: Look) => void;
}

/** What was seen at a look. */
export interface Look {
  readonly minutes: number;
  readonly acts: number;
  /** MiB resident. */
  readonly memory: number;
}

export interface SoakResult {
  readonly looks: readonly Look[];
  /** MiB by which the last quarter is above the second one; noise is some MiB either way; 0 for a run too short to say. */
  readonly growth: number;
  /** The exit status in the end. */
  readonly status: number;
}

/** So many acts are told where it goes wrong. */
const LAST_ACTS = 100;
/** Entries in the folder of work with which there is still something to do. */
const ENOUGH = 100;
const PROGRAM = new URL('../../bin/u1file.js', import.meta.url).pathname;

/** Keeps a program busy at random for so long, and looks at it in between. Rejects where it is stuck, wrong or gone. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const root = mkdtempSync(join(tmpdir(), 'u1file-soak-'));
  const server = await startOwnServer();
  const { hostname, port } = new URL(server.url);
  const proxy = await startFaultProxy({ host: hostname, port: Number(port) });
  try {
    fill(root);
    await using terminal = open(root, proxy, server);
    const done: string[] = [];
    return await run({ root, terminal, proxy, done }, options).catch((error: unknown) => {
      throw new Error(`${String(error)}\nafter ${done.slice(-LAST_ACTS).join(' ')}`, { cause: error });
    });
  } finally {
    await proxy.close();
    await server.close();
    rmSync(root, { recursive: true, force: true });
  }
}

interface Running {
  readonly root: string;
  readonly terminal: PtyTerminal;
  readonly proxy: FaultProxy;
  /** What was done, in words. */
  readonly done: string[];
}

async function run({ root, terminal, proxy, done }: Running, options: SoakOptions): Promise<SoakResult> {
  const random = createRandom(options.seed);
  const begin = performance.now();
  const elapsed = (): number => (performance.now() - begin) / 60_000;
  const looks: Look[] = [];
  const ended: { isSo: boolean } = { isSo: false };
  void terminal.exited(options.minutes * 120_000 + 600_000).then(() => (ended.isSo = true));
  await terminal.waitFor(/Quit/);
  while (elapsed() < options.minutes) {
    const next = performance.now() + options.lookEvery * 1000;
    while (performance.now() < next) {
      if (ended.isSo) throw new Error(`the program ended after ${done.length} acts\n${terminal.output(-2000)}`);
      done.push(act({ terminal, proxy, random }));
      await new Promise((resolve) => setTimeout(resolve, random.below(60)));
    }
    makeGood(proxy);
    await checkAnswers(terminal);
    await checkScreen(terminal);
    const look = { minutes: elapsed(), acts: done.length, memory: memoryOf(terminal.pid).now };
    looks.push(look);
    options.onLook?.(look);
    refill(root);
  }
  terminal.press('f10');
  // Where transfers still run it asks; they may stay for a next start that never comes.
  await terminal
    .waitUntil(() => terminal.screen().some((row) => /┌/.test(row)), 'an end or a question')
    .catch(() => undefined);
  terminal.press('enter');
  return { looks, growth: growthOf(looks), status: (await terminal.exited(60_000)).status };
}

function growthOf(looks: readonly Look[]): number {
  // A program grows while it warms up: a short run says nothing.
  if (looks.length < 8) return 0;
  const quarter = Math.floor(looks.length / 4);
  const part = (from: number): number => median(looks.slice(from, from + quarter).map(({ memory }) => memory));
  return part(looks.length - quarter) - part(quarter);
}

function open(root: string, proxy: FaultProxy, { credentials }: OwnServer): PtyTerminal {
  const { consumerKey, consumerSecret, token, tokenSecret } = credentials;
  const unset = ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME', 'XDG_RUNTIME_DIR'];
  return openTerminal({
    command: 'unshare',
    args: contained(root, [process.execPath, PROGRAM, join(root, 'work')]),
    env: {
      ...Object.fromEntries(unset.map((name) => [name, undefined])),
      HOME: root,
      EDITOR: 'true',
      VISUAL: undefined,
      SHELL: '/bin/true',
      TMPDIR: root,
      U1FILE_SERVER: proxy.url,
      U1FILE_TOKEN: [consumerKey, consumerSecret, token, tokenSecret].join(':'),
    },
  });
}

/** Makes the folder anew where most of it was deleted or moved: else there is less and less to do. */
function refill(root: string): void {
  const left = existsSync(join(root, 'work')) ? readdirSync(join(root, 'work')).length : 0;
  if (left >= ENOUGH) return;
  try {
    fill(root);
  } catch {
    // A delete that goes on takes away what is being made; the next look makes it again.
  }
}

/** Folders, files of some sizes, and names that are hard to draw. */
function fill(root: string): void {
  const work = join(root, 'work');
  for (const folder of ['work/docs/deep/deeper', 'work/empty']) mkdirSync(join(root, folder), { recursive: true });
  for (let number = 0; number < 300; number += 1) {
    writeFileSync(join(work, `${String(number).padStart(4, '0')} file.txt`), 'x'.repeat(number * 50));
  }
  for (const name of ['语言文件.txt', '👩‍👩‍👧 f', 'é\u0301', 'a\tb', '\u001b[31mred', 'y'.repeat(200)]) {
    writeFileSync(join(work, name), name);
  }
  for (const [at, megabytes] of [1, 3, 8].entries()) {
    writeFileSync(join(work, 'docs', `${at}.bin`), Buffer.alloc(megabytes * 1_000_000, at));
  }
  handOver(root);
}
