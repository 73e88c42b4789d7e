import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { makeHome, PROGRAM, programIsThere } from '../helpers/program.ts';
import { openTerminal, type PtyTerminal } from '../helpers/terminal.ts';

const ROUND_TRIP = 400;

function open(bytesPerSecond: number): PtyTerminal {
  const { work, env } = makeHome();
  const folder = join(work, 'many');
  mkdirSync(folder);
  for (let number = 0; number < 500; number += 1)
    writeFileSync(join(folder, `${String(number).padStart(6, '0')}_file`), '');
  return openTerminal({ args: [PROGRAM, folder], env, line: { bytesPerSecond, roundTrip: ROUND_TRIP } });
}

function isOn(terminal: PtyTerminal, name: string): boolean {
  return terminal.screen().some((row) => row.startsWith(`> ${name}`));
}

describe('on a line with 400 ms of round trip', () => {
  for (const [words, bytesPerSecond, most] of [
    ['9 600 bit/s', 960, 3000],
    ['1 Mbit/s', 125_000, 1500],
  ] as const) {
    it(`at ${words} a key held down does not run ahead of the eye, and no key is lost`, async () => {
      await using terminal = open(bytesPerSecond);
      await programIsThere(terminal, 60_000);
      await terminal.waitFor(/B of [\d.]+ .B/);
      const line = terminal.line;
      if (line === null) throw new Error('there is no line');
      await terminal.waitUntil(() => line.underWay === 0, 'an empty line');
      line.most = 0;
      for (let key = 0; key < 150; key += 1) {
        terminal.press('down');
        await after(33);
      }
      const released = performance.now();
      await terminal.waitUntil(() => isOn(terminal, '000149_'), 'the last row');
      const lag = performance.now() - released;
      expect(lag, `${Math.round(lag)} ms, ${line.most} bytes on their way at most`).toBeLessThan(most);
      // Without waiting, 150 keys of 115 bytes each are 17 kB, of which 960 B/s carries 5 kB meanwhile.
      expect(line.most).toBeLessThan(3000);
      terminal.press('f10');
      expect(await terminal.exited()).toEqual({ status: 0, signal: 0 });
      await terminal.waitUntil(() => line.underWay === 0, 'an empty line').catch(() => undefined);
    }, 120_000);
  }
});
