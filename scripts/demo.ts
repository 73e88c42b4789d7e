// Records demo.gif and the still pictures of the README from a real run: npm run demo
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFonts } from './demo/draw.ts';
import { encodeFilm } from './demo/film.ts';
import { openStage, type Stage } from './demo/stage.ts';
import { openWay, type Way } from './demo/weather.ts';

const PROGRAM = join(import.meta.dirname, '..', 'bin', 'u1file.js');
const KEYS = {
  down: '\u001b[B',
  left: '\u001b[D',
  right: '\u001b[C',
  tab: '\t',
  enter: '\r',
  f5: '\u001b[15~',
  f7: '\u001b[18~',
  esc: '\u001b',
} as const;

const SCREEN = { columns: 104, rows: 26 };
/** As fast as a copy is to be watched. */
const BYTES_PER_SECOND = 6_000_000;

const home = mkdtempSync(join(tmpdir(), 'u1file-demo-'));
const env: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: join(home, 'ted'),
  XDG_RUNTIME_DIR: join(home, 'run'),
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
};
try {
  const project = makeProject();
  loadFonts();
  const way = openWay(join(home, 'run', 'u1file'), BYTES_PER_SECOND);
  const stage = openStage({ args: [PROGRAM, '--theme', 'dark'], cwd: project, env, ...SCREEN });
  await way.isOpen;
  const stills = await play(stage, way);
  await stage.close();
  way.close();
  mkdirSync('docs/pictures', { recursive: true });
  for (const [name, png] of Object.entries(stills)) writeFileSync(`docs/pictures/${name}.png`, png);
  const film = encodeFilm(stage.frames, 3000);
  writeFileSync('demo.gif', film);
  process.stdout.write(`demo.gif: ${stage.frames.length} frames, ${film.length} bytes\n`);
} finally {
  rmSync(home, { recursive: true, force: true });
}

/** Browse, make a volume, copy a folder up, meet a busy and a broken server, publish, done. */
async function play(stage: Stage, way: Way): Promise<Record<string, Buffer>> {
  const stills: Record<string, Buffer> = {};
  await stage.waitFor(/Ubuntu One\//);
  await stage.waitFor(/photos\//);
  stage.film();
  await stage.hold(1800);
  for (const key of [KEYS.down, KEYS.down, KEYS.right]) {
    stage.press(key);
    await stage.hold(450);
  }
  await stage.waitFor(/beach\.jpg/);
  for (const key of [KEYS.down, KEYS.down, KEYS.left]) {
    stage.press(key);
    await stage.hold(450);
  }
  await stage.waitFor(/notes\.txt/);
  await stage.hold(400);
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
  await stage.waitFor(/(Anyone can read|On this machine only)/);
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
