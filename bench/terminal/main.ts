// Terminal figures side by side: ours, Midnight Commander where it is installed, and bare Node as the floor. See README.md.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { acts, bareStart, burst, downs, memory, memoryAtRest, start, type Figures } from './figures.ts';
import { Folders } from './folders.ts';
import { large } from './large.ts';
import { median, short } from './numbers.ts';
import { installedPeers, ours, ready, type Peer } from './peers.ts';
import { floor } from './floor.ts';
import { progress } from './progress.ts';
import { tableOf } from './table.ts';
import { startOwnServer } from '../../test/services/own-server.ts';

const isQuick = process.argv.includes('--quick');
const json = process.argv[process.argv.indexOf('--json') + 1];
const folders = new Folders();
const results: Record<string, Record<string, Figures>> = {};

function note(peer: string, what: string, figures: Figures): void {
  (results[peer] ??= {})[what] = figures;
  const words = Object.entries(figures).map(([name, value]) => `${name} ${short(value)}`);
  console.log(`${peer.padEnd(8)} ${what.padEnd(12)} ${words.join('  ')}`);
}

/** The median of each figure of several runs. */
function medians(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name] ?? Number.NaN))]));
}

async function starts(peers: readonly Peer[]): Promise<void> {
  const runs: Record<string, Figures[]> = {};
  const bare: number[] = [];
  const lists: number[] = [];
  // In turns, so that a busy moment of the machine hits all alike.
  for (let turn = 0; turn < (isQuick ? 3 : 11); turn += 1) {
    bare.push(await bareStart());
    lists.push(timeOfList());
    for (const peer of peers) (runs[peer.name] ??= []).push(await start(peer, ...places(peer, 1000)));
  }
  const floor = median(bare);
  note('node -e 0', 'start', { toExit: floor });
  for (const peer of peers) {
    const figures = medians(runs[peer.name] ?? []);
    const ratio = (figures['firstFrame'] ?? Number.NaN) / floor;
    note(peer.name, 'start', {
      ...figures,
      timesBareNode: ratio,
      chromeTimesBareNode: (figures['firstByte'] ?? Number.NaN) / floor,
    });
  }
  await firstStart(floor);
  note('u1file', 'list', { toExit: median(lists), timesBareNode: median(lists) / floor });
}

/** The very first start of a person: no compiled code, no cloud, nothing remembered. */
async function firstStart(floor: number): Promise<void> {
  const runs: Figures[] = [];
  for (let turn = 0; turn < (isQuick ? 1 : 5); turn += 1) {
    const [left, right] = places(ours, 1000);
    runs.push(await start(ours, left, right, folders.home(`first-${turn}`)));
  }
  const figures = medians(runs);
  note(ours.name, 'first start', { ...figures, timesBareNode: (figures['firstFrame'] ?? Number.NaN) / floor });
}

/** Memory with a server that runs elsewhere: what the embedded server's thread takes is the difference. */
async function memoryApart(): Promise<void> {
  const server = await startOwnServer();
  const { consumerKey, consumerSecret, token, tokenSecret } = server.credentials;
  const [left, right, home] = places(ours, 1000);
  try {
    // Side by side: each waits for most of a minute.
    const both = [
      ['embedded', {}],
      [
        'elsewhere',
        { U1FILE_SERVER: server.url, U1FILE_TOKEN: [consumerKey, consumerSecret, token, tokenSecret].join(':') },
      ],
    ] as const;
    const taken = both.map(async ([name, env]) => {
      await using terminal = ours.open(left, right, home, env);
      await terminal.waitFor((screen) => ours.isReady(screen));
      await terminal.quiet(1000);
      note(ours.name, `memory ${name}`, await memoryAtRest(terminal));
    });
    await Promise.all(taken);
  } finally {
    await server.close();
  }
}

function timeOfList(): number {
  const begin = performance.now();
  const env = { ...process.env, HOME: folders.home('u1file'), NO_COLOR: '1' };
  const { status, stderr } = spawnSync(process.execPath, ['bin/u1file.js', 'list'], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`u1file list ended with ${status}: ${stderr}`);
  return performance.now() - begin;
}

/** Puts the table between its marks. */
function putIntoDocs(table: string): void {
  const [page, mark, end] = ['docs/performance.md', '<!-- npm run bench -- --docs -->', '<!-- end -->'];
  const text = readFileSync(page, 'utf8');
  const [before, rest] = [text.split(mark)[0], text.split(end)[1]];
  if (before === undefined || rest === undefined || before === text)
    throw new Error(`${page} has no place for a table`);
  writeFileSync(page, `${before}${mark}\n\n${table}\n\n${end}${rest}`);
}

function places(peer: Peer, count: number): [left: string, right: string, home: string] {
  return [folders.files(count, 'left'), folders.files(count, 'right'), folders.home(peer.name)];
}

async function useOf(peer: Peer): Promise<void> {
  const terminal = await ready(peer, ...places(peer, 1000));
  await using _ = terminal;
  note(peer.name, 'downs', await downs(terminal, isQuick ? 50 : 200));
  note(peer.name, 'acts', await acts(terminal));
  note(peer.name, 'memory', memory(terminal));
  terminal.press(...peer.quit);
  await terminal.exited();
}

try {
  const peers = installedPeers();
  // Fills the caches of a first start: the compiled code, the embedded cloud's files.
  for (const peer of peers) await start(peer, ...places(peer, 1000));
  await starts(peers);
  for (const peer of peers) {
    await useOf(peer);
    if (peer === ours) await memoryApart();
    note(peer.name, 'burst 200', await burst(peer, 200, ...places(peer, 1000)));
    if (isQuick) continue;
    if (peer === ours) note(peer.name, 'burst 20 000', await burst(peer, 20_000, ...places(peer, 100_000)));
    note(peer.name, '100 000', await large(peer, 100_000, ...places(peer, 100_000)));
  }
  note('node echo', 'progress', await floor());
  note(ours.name, 'progress', await progress(folders.files(20, 'progress'), folders.home('progress')));
  console.log(`\n${tableOf(results)}`);
  if (process.argv.includes('--docs')) putIntoDocs(tableOf(results));
  if (process.argv.includes('--json') && json !== undefined)
    writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
} finally {
  folders.remove();
}
