// Draws the stored frames as pictures, to be looked at: node scripts/frames.ts [NAME…] [--to FOLDER]
// With --docs those that the pages of docs/ show, into docs/pictures.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawingOf, sizesIn, themesIn } from '../test/helpers/frame-file.ts';
import { feed, newTerminal } from '../test/helpers/screen.ts';
import { DARK, drawScreen, LIGHT, loadFonts, sideBySide, type Picture } from './demo/draw.ts';

const ROOT = join(import.meta.dirname, '..');
const STORED = join(ROOT, 'test', 'ui', 'frames');
const IN_DOCS = join(ROOT, 'docs', 'pictures');
/** Pictures of the docs by the frames they are drawn from. */
const DOCS: Readonly<Record<string, string>> = {
  copy: 'transfer',
  quit: 'quit',
  'sign-in': 'sign-in',
  waiting: 'status-waiting',
};

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { to: { type: 'string' }, docs: { type: 'boolean', default: false } },
});
loadFonts();
if (values.docs) await drawDocs();
else await drawAll(values.to ?? mkdtempSync(join(tmpdir(), 'u1file-frames-')));

async function drawDocs(): Promise<void> {
  mkdirSync(IN_DOCS, { recursive: true });
  for (const [picture, frame] of Object.entries(DOCS)) {
    writeFileSync(join(IN_DOCS, `${picture}.png`), (await drawn(read(frame), '80x24', 'dark')).png());
  }
  const themes = read('panes-themes');
  const all = await Promise.all(themesIn(themes).map(async (theme) => drawn(themes, '80x24', theme)));
  writeFileSync(join(IN_DOCS, 'themes.png'), sideBySide(all, 2));
}

async function drawAll(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const all = readdirSync(STORED, { encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
  const wanted = (positionals.length === 0 ? all : positionals).map((name) => name.replace(/\.txt$/, ''));
  for (const name of wanted) {
    const file = read(name);
    for (const size of sizesIn(file)) {
      for (const theme of themesIn(file)) {
        writeFileSync(join(folder, `${name}.${size}.${theme}.png`), (await drawn(file, size, theme)).png());
      }
    }
  }
  console.log(folder);
}

function read(name: string): string {
  return readFileSync(join(STORED, `${name}.txt`), 'utf8');
}

async function drawn(file: string, size: string, theme: string): Promise<Picture> {
  const [columns = 0, rows = 0] = size.split('x').map(Number);
  const terminal = newTerminal(columns, rows);
  await feed(terminal, drawingOf(file, size, theme));
  return drawScreen(terminal, theme === 'light' ? LIGHT : DARK);
}
