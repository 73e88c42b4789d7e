// Draws the stored frames as pictures, to be looked at: node scripts/frames.ts [NAME…] [--to FOLDER]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { drawingOf, sizesIn, themesIn } from '../test/helpers/frame-file.ts';
import { feed, newTerminal } from '../test/helpers/screen.ts';
import { DARK, drawScreen, LIGHT, loadFonts } from './demo/draw.ts';

const STORED = join(import.meta.dirname, '..', 'test', 'ui', 'frames');
const { positionals, values } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' } } });
const folder = values.to ?? mkdtempSync(join(tmpdir(), 'u1file-frames-'));
mkdirSync(folder, { recursive: true });
loadFonts();
const all = readdirSync(STORED, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.txt'));
const wanted = positionals.length === 0 ? all : positionals.map((name) => `${name.replace(/\.txt$/, '')}.txt`);
for (const name of wanted) {
  const file = readFileSync(join(STORED, name), 'utf8');
  for (const size of sizesIn(file)) {
    const [columns = 0, rows = 0] = size.split('x').map(Number);
    for (const theme of themesIn(file)) {
      const terminal = newTerminal(columns, rows);
      await feed(terminal, drawingOf(file, size, theme));
      const picture = `${name.replace(/\.txt$/, '').replaceAll('/', '-')}.${size}.${theme}.png`;
      writeFileSync(join(folder, picture), drawScreen(terminal, theme === 'light' ? LIGHT : DARK).png());
    }
  }
}
console.log(folder);
