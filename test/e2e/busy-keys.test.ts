import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHome, openProgram } from '../helpers/program.ts';

const FILES = 2500;

it('keys are heard while small files go up by the hundred, whatever is on the screen', async () => {
  const home = makeHome();
  mkdirSync(join(home.work, 'many'));
  for (let at = 0; at < FILES; at += 1) writeFileSync(join(home.work, 'many', String(at)), `content ${at}`);
  const terminal = openProgram(home, ['.', '~/Ubuntu One'], { columns: 120, rows: 40 });
  await terminal.waitFor('nothing here');
  terminal.press('down', 'f5');
  await terminal.waitFor('┌ Copy');
  terminal.press('enter');
  await terminal.waitFor(/([5-9]\d\d|1\d{3}) of \d+\+? files/);
  terminal.press('f1');
  await terminal.waitFor('┌ Help');
  terminal.press('esc');
  await terminal.waitFor((screen) => !screen.some((row) => row.includes('┌ Help')));
  expect(terminal.screen()[0]).toMatch(/\d left/);
  terminal.kill();
}, 180_000);
