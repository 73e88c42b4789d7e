import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeHome, PROGRAM, runProgram, type Home } from '../helpers/program.ts';
import { canTraceCalls, parseTrace, type Traced } from '../helpers/traced-calls.ts';

const CALLS = 'openat,fsync,fdatasync,link,linkat,rename,renameat,renameat2,write,pwrite64,pwritev';
const canTrace = canTraceCalls('the order in which the disk has a download');

async function traced(home: Home, args: readonly string[]): Promise<Traced[]> {
  const file = join(home.path, 'trace');
  const options = ['-f', '-y', '-qq', '-s', '400', '-e', `trace=${CALLS}`, '-o', file];
  const child = spawn('strace', [...options, process.execPath, PROGRAM, ...args], {
    cwd: home.work,
    env: home.env,
    stdio: 'ignore',
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  return parseTrace(readFileSync(file, 'utf8'));
}

it.skipIf(!canTrace)(
  'a download is written down, then aside, then on the disk, and only then under its name',
  async () => {
    const home = makeHome();
    const content = { small: 's'.repeat(5000), large: 'l'.repeat(300_000) };
    mkdirSync(join(home.work, 'from'));
    for (const [name, text] of Object.entries(content)) writeFileSync(join(home.work, 'from', name), text);
    await runProgram(home, ['create-volume', 'testing']);
    expect((await runProgram(home, ['put', 'from', 'testing/from'])).status).toBe(0);

    const calls = await traced(home, ['get', 'testing/from', 'to']);
    const first = (call: RegExp, text: RegExp, after: Traced | undefined) =>
      calls.find((each) => call.test(each.call) && text.test(each.text) && each.begin > (after?.end ?? Infinity));
    const start: Traced = { call: '', text: '', begin: -1, end: -1 };
    const job = first(/^p?write/, /\.jsonl>.*\\"type\\":\\"job\\"/, start);
    const isSafe = first(/^f(data)?sync$/, /\.jsonl>/, job);
    for (const name of Object.keys(content)) {
      const aside = `\\.${name}\\.u1partial-\\w+`;
      const opened = first(/^p?write/, new RegExp(`\\.jsonl>.*\\\\"open\\\\".*from/${name}`), isSafe);
      const made = first(/^openat$/, new RegExp(`${aside}.*O_CREAT`), opened);
      const filled = first(/^pwrite/, new RegExp(aside), made);
      const synced = first(/^fsync$/, new RegExp(aside), filled);
      const named = first(/^(link|rename)/, new RegExp(`${aside}.*/to/${name}"`), synced);
      const whole = first(/^fsync$/, /\/work\/to>/, named);
      expect({ name, steps: [opened, made, filled, synced, named, whole].map((step) => step?.call) }).toEqual({
        name,
        steps: [expect.any(String), 'openat', expect.any(String), 'fsync', expect.any(String), 'fsync'],
      });
      // Nothing of it was made before it was written down, and it had its name at no other time.
      const making = calls.find(({ call, text }) => call === 'openat' && new RegExp(aside).test(text));
      const namings = calls.filter(({ call, text }) => /^(link|rename)/.test(call) && text.includes(`/to/${name}"`));
      expect([making, namings]).toEqual([made, [named]]);
    }
    expect(readdirSync(join(home.work, 'to')).toSorted()).toEqual(['large', 'small']);
  },
);
