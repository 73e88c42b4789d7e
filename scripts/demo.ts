// Records demo.gif and the still pictures of the README from a real run: npm run demo
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loadFonts } from './demo/draw.ts';
import { encodeFilm } from './demo/film.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { openWay, type Way } from './demo/weather.ts';

const PROGRAM = join(import.meta.dirname, '..', 'bin', 'u1file.js');
const KEYS = { down: '\u001b[B', tab: '\t', enter: '\r', f5: '\u001b[15~', f7: '\u001b[18~', esc: '\u001b' } as const;

const home = mkdtempSync(join(tmpdir(), 'u1file-demo-'));
const env: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: join(home, 'ted'),
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
};
const server = spawn(process.execPath, [PROGRAM, 'serve', '--data', join(home, 'cloud'), '--listen', '127.0.0.1:0'], {
  env,
  stdio: ['ignore', 'pipe', 'ignore'],
});
try {
  const project = makeProject();
  const way = await openWay(await addressOf(), 6_000_000);
  await signIn(way.url);
  loadFonts();
  const stage = openStage({ args: [PROGRAM], cwd: project, env, columns: 104, rows: 26 });
  const stills = await play(stage, way);
  await stage.close();
  way.close();
  mkdirSync('docs/pictures', { recursive: true });
  for (const [name, png] of Object.entries(stills)) writeFileSync(`docs/pictures/${name}.png`, png);
  const film = encodeFilm(stage.frames, 3000);
  writeFileSync('demo.gif', film);
  process.stdout.write(`demo.gif: ${stage.frames.length} frames, ${film.length} bytes\n`);
} finally {
  server.kill();
  rmSync(home, { recursive: true, force: true });
}

/** Browse, make a volume, copy a folder up, meet a busy and a broken server, publish, done. */
async function play(stage: Stage, way: Way): Promise<Record<string, Buffer>> {
  const stills: Record<string, Buffer> = {};
  await stage.waitFor(/Ubuntu One\//);
  await stage.waitFor(/photos\//);
  await stage.hold(1500);
  for (let step = 0; step < 2; step += 1) {
    stage.press(KEYS.down);
    await stage.hold(350);
  }
  stage.press(KEYS.tab + KEYS.f7);
  await stage.waitFor(/New volume/);
  await stage.type('testing');
  stage.press(KEYS.enter);
  await stage.waitFor(/> testing\//);
  await stage.hold(700);
  stage.press(KEYS.enter);
  await stage.waitFor(/Cloud › testing/);
  await stage.hold(500);

  stage.press(KEYS.tab + KEYS.f5);
  await stage.waitFor(/Taken names/);
  await stage.hold(1200);
  stage.press(KEYS.enter);
  await stage.waitFor(/⇡.*[3-9]\d %/);
  stills['panes'] = stage.still().png();
  await stage.waitFor(/│..photos\//);
  await stage.hold(1500);

  way.turn('busy', 1);
  stage.press(`${KEYS.tab}\u0012`);
  await stage.waitFor(/503 servers busy, again in/);
  await stage.waitFor(/✓ 200 OK/);
  await stage.hold(1000);

  stage.press(`${KEYS.tab}\u001b[H${KEYS.down.repeat(3)}`);
  await stage.hold(400);
  stage.press(KEYS.f5);
  await stage.waitFor(/Taken names/);
  await stage.hold(500);
  stage.press(KEYS.enter);
  await stage.waitFor(/│..notes\.txt/);
  await stage.hold(700);
  writeFileSync(join(env['HOME'] ?? '', 'projects', 'notes.txt'), 'Changed since, on this side.\n');
  stage.press(`\u0012`);
  await stage.hold(300);
  stage.press(KEYS.f5);
  await stage.waitFor(/Taken names/);
  stage.press(KEYS.enter);
  await stage.waitFor(/The contents differ/);
  await stage.hold(1200);
  stills['conflict'] = stage.still().png();
  await stage.hold(800);
  stage.press(KEYS.enter);
  await stage.hold(800);

  stage.press(`${KEYS.tab}\u001b[F`);
  await stage.hold(600);
  way.turn('broken', Infinity);
  stage.press('\u0012');
  await stage.waitFor(/✗ 500 internal error/);
  way.turn('fine', Infinity);
  await stage.hold(1200);
  stage.press('o');
  await stage.waitFor(/Requests/);
  await stage.hold(1500);
  stills['requests'] = stage.still().png();
  stage.press('c');
  await stage.waitFor(/clipboard/);
  await stage.hold(1500);
  stage.press(KEYS.esc);
  await stage.hold(700);
  stage.press('p');
  await stage.waitFor(/Anyone can read/);
  await stage.hold(3000);
  stage.press('q');
  return stills;
}

/** A folder with something in it, all of it made here. */
function makeProject(): string {
  const folder = join(env['HOME'] ?? home, 'projects');
  mkdirSync(join(folder, 'photos', '2011'), { recursive: true });
  mkdirSync(join(folder, 'drafts'));
  const sizes = {
    'beach.jpg': 5_200_000,
    'harbour.jpg': 6_100_000,
    'tram.jpg': 4_800_000,
    '2011/lisbon.jpg': 7_300_000,
  };
  for (const [name, size] of Object.entries(sizes)) writeFileSync(join(folder, 'photos', name), randomBytes(size));
  writeFileSync(join(folder, 'drafts', 'letter.md'), 'Dear all,\n');
  writeFileSync(join(folder, 'notes.txt'), 'Bring the cloud back.\n');
  writeFileSync(join(folder, 'u1file.py'), '#!/usr/bin/python\nprint "hello"\n');
  utimesSync(join(folder, 'u1file.py'), new Date(2011, 8, 9, 19, 0), new Date(2011, 8, 9, 19, 0));
  return folder;
}

async function addressOf(): Promise<string> {
  for await (const line of createInterface(server.stdout)) {
    const url = /^listening on (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error('the server did not start');
}

async function signIn(url: string): Promise<void> {
  await run(['admin', 'add-user', 'ted@example.org', '--data', join(home, 'cloud')]);
  await run(['login', '--server', url, '--email', 'ted@example.org', '--password-stdin']);
}

/** A verb of the program; not by a call that waits, for the way to the server is in this process. */
async function run(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env, stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end('a password of the demo\n');
  const [status] = (await once(child, 'close')) as [number];
  if (status !== 0) throw new Error(`u1file ${args[0] ?? ''} ended with ${status}`);
}
