import { writeFileSync, truncateSync, readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTerminal } from '../helpers/terminal.ts';
import { makeHome, openProgram, PROGRAM, programIsThere, runProgram } from '../helpers/program.ts';
import { answerWith } from '../helpers/serve.ts';

/** The undoing of all that the program set: other screen, wrapping, cursor, paste and mouse. */
const PUT_BACK = ['\u001b[?1049l', '\u001b[?7h', '\u001b[?25h', '\u001b[?2004l', '\u001b[?1000;1006l'];

function expectPutBack(output: string): void {
  for (const sequence of PUT_BACK) {
    expect(output.lastIndexOf(sequence), JSON.stringify(sequence)).toBeGreaterThan(output.lastIndexOf('\u001b[?1049h'));
  }
}

describe('the terminal is put back', () => {
  it('after quitting', async () => {
    const terminal = openProgram(makeHome());
    await terminal.waitFor('Ubuntu One/');
    terminal.press('f10');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expectPutBack(terminal.output());
    expect(terminal.cursor().isAlternate).toBe(false);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('after %s, with its exit status', async (signal, status) => {
    const terminal = openProgram(makeHome());
    await programIsThere(terminal);
    terminal.kill(signal);
    expect(await terminal.exited()).toMatchObject({ status });
    expectPutBack(terminal.output());
  });

  it.each(['', ' --no-cells'])('while it is suspended by Ctrl-Z, and taken again by fg%s', async (option) => {
    const home = makeHome();
    writeFileSync(join(home.work, 'here.txt'), '');
    const env = { ...home.env, PS1: 'shell> ' };
    const shell = openTerminal({ command: 'bash', args: ['--norc', '--noprofile', '-i'], cwd: home.work, env });
    await shell.waitFor('shell>');
    shell.type(`${process.execPath} ${PROGRAM}${option}\r`);
    await shell.waitFor(/> \.\./);
    await programIsThere(shell);
    shell.press('down');
    await shell.waitFor(/^> here\.txt/m);
    // A picture that a change of size began is not left half-way to whoever is next.
    shell.resize(90, 30);
    shell.write('\u001a');
    await shell.waitFor(/Stopped/);
    const [begun, ended] = ['h', 'l'].map((letter) => shell.output().lastIndexOf(`\u001b[?2026${letter}`));
    expect(ended).toBeGreaterThanOrEqual(begun ?? 0);
    expect(shell.cursor().isAlternate).toBe(false);
    shell.type('fg\r');
    await shell.waitFor(/^> here\.txt/m);
    expect(shell.cursor().isAlternate).toBe(true);
    shell.press('up');
    await shell.waitFor(/^> \.\./m);
    shell.press('q');
    await shell.waitFor((rows) => rows.some((row) => /shell>\s*$/.test(row)) && !shell.cursor().isAlternate);
    shell.type('exit\r');
    await shell.exited();
  });
});

describe('u1file keys', () => {
  it('shows what arrives and what was understood', async () => {
    const terminal = openProgram(makeHome(), ['keys']);
    await terminal.waitFor('press keys');
    terminal.press('f5');
    await terminal.waitFor(/ESC \[15~ +F5 +Copy to the other pane/);
    terminal.write('\u001b[<0;3;4M');
    await terminal.waitFor(/mouse press at column 3, row 4/);
    terminal.write('\u0003');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});

describe('any size', () => {
  it('is drawn, one pane below 80 columns and a sentence below 40x12', async () => {
    const terminal = openProgram(makeHome());
    await programIsThere(terminal);
    terminal.resize(79, 24);
    await terminal.waitFor((rows) => rows.length === 24 && !rows.some((row) => row.includes('│')));
    terminal.press('tab');
    await terminal.waitFor('Ubuntu One/');
    terminal.resize(30, 10);
    await terminal.waitFor('u1file needs 40x12');
    terminal.resize(40, 12);
    await terminal.waitFor('Ubuntu One/');
    terminal.resize(120, 40);
    await terminal.waitFor(/│.*Ubuntu One\//);
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});

describe('what goes wrong is told in the status bar', () => {
  function busyThen(answers: ((response: ServerResponse) => void)[]): Promise<string> {
    return answerWith((request, response) => {
      // A cloud that cannot tell its quota shows its folders all the same.
      const isQuota = request.url?.includes('/quota') === true;
      if (isQuota) response.writeHead(404, { 'content-type': 'text/plain' }).end();
      else (answers.length > 1 ? answers.shift() : answers[0])?.(response);
    });
  }

  it('counts down while a 503 waits, then goes on', async () => {
    const home = makeHome();
    const url = await busyThen([
      (response) => response.writeHead(503, { 'retry-after': '4', 'content-type': 'text/plain' }).end('busy'),
      (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('[]'),
    ]);
    const terminal = openProgram(home, [], { env: { U1FILE_TOKEN: 'ck:cs:tk:ts', U1FILE_SERVER: url } });
    await terminal.waitFor(/503 servers busy, again in [2-4] s, try 2 of 5/);
    await terminal.waitFor(/503 servers busy, again in [1-4] s/);
    await terminal.waitFor(/│ {2}nothing here/);
    await terminal.waitFor(/404 file not found +GET quota/);
    expect(terminal.screen().join('\n')).toMatch(/│ {2}nothing here/);
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });

  it('shows the oops ID of a 500, also in the list of requests, which copies a report without secrets', async () => {
    const home = makeHome();
    const url = await busyThen([
      (response) =>
        response
          .writeHead(500, { 'x-oops-id': 'OOPS-2011-42', 'content-type': 'application/json' })
          .end('{"error":"x"}'),
    ]);
    const env = { U1FILE_TOKEN: 'secret-1:secret-2:secret-3:secret-4', U1FILE_SERVER: url };
    const terminal = openProgram(home, [], { env });
    await terminal.waitFor(/500 internal error.*OOPS-2011-42/);
    terminal.press('o');
    await terminal.waitFor(/try 5 of 5, oops ID OOPS-2011-42/);
    terminal.press('c');
    await terminal.waitFor('The report is in the clipboard');
    const copied = terminal.output().split('\u001b]52;c;').at(-1)?.split('\u001b\\', 1)[0] ?? '';
    const report = Buffer.from(copied, 'base64').toString();
    expect(report).toMatch(
      /^Request: +GET \w+\nTime: +\d{4}-.*Z\nAnswer: +500 internal error\nDuration: \d+ ms\nTries: +5 of 5\nOops ID: +OOPS-2011-42$/,
    );
    expect(report).not.toMatch(/secret|oauth/i);
    terminal.press('esc');
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('Requests')));
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
  });
});

describe('kill -9 in the middle of an upload', () => {
  it('loses nothing that was there, and leaves nothing half-written', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'kept'), 'kept');
    await runProgram(home, ['create-volume', 'testing']);
    await runProgram(home, ['put', 'kept', 'testing/kept']);
    await runProgram(home, ['put', 'kept', 'testing/big']);
    writeFileSync(join(home.work, 'big'), '');
    truncateSync(join(home.work, 'big'), 1_500_000_000);
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor(/│ {2}kept/);
    terminal.press('down');
    await terminal.waitFor(/^> big/m);
    terminal.press('f5');
    await terminal.waitFor('Taken names');
    terminal.press('enter');
    await terminal.waitFor('The name is taken');
    terminal.press('left');
    await terminal.waitFor('[> Overwrite <]');
    terminal.press('enter');
    await terminal.waitFor(/⇡ big.* [1-9]\d* %|⇡ big.* [1-9] %/);
    terminal.kill('SIGKILL');
    await terminal.exited();

    const again = openProgram(home, ['.', 'testing']);
    await again.waitFor('A transfer was under way when the program ended.');
    again.press('enter');
    await again.waitFor(/│ {2}kept +4 B/);
    await again.waitFor(/│ {2}big +4 B/);
    again.press('q');
    expect(await again.exited()).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['get', 'testing/big', '-'])).stdout).toBe('kept');
    expect((await runProgram(home, ['get', 'testing/kept', '-'])).stdout).toBe('kept');
  });
});

describe('two programs at once over the same data', () => {
  it('see what each other did', async () => {
    const home = makeHome();
    const first = openProgram(home);
    const second = openProgram(home);
    await programIsThere(first);
    await programIsThere(second);
    expect(await runProgram(home, ['create-volume', 'third'])).toMatchObject({ status: 0 });
    for (const terminal of [first, second]) {
      terminal.press('tab');
      terminal.write('\u0012');
      await terminal.waitFor('third/');
      terminal.press('q');
      expect(await terminal.exited()).toMatchObject({ status: 0 });
    }
    expect(readdirSync(home.work)).toEqual([]);
  });

  it('wait for none that is stopped', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'here.txt'), 'here');
    const stopped = openProgram(home);
    await programIsThere(stopped);
    stopped.kill('SIGSTOP');
    const listed = await runProgram(home, ['jobs']);
    expect(listed).toMatchObject({ status: 0, stdout: '', stderr: expect.stringContaining('is it stopped?') });
    const terminal = openProgram(home, ['.', '~/Ubuntu One']);
    await terminal.waitFor('nothing here');
    terminal.press('down', 'f5');
    await terminal.waitFor('Taken names');
    terminal.press('enter');
    await terminal.waitFor(/│ {2}here\.txt/);
    terminal.press('q');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    stopped.kill('SIGCONT');
    stopped.press('q');
    expect(await stopped.exited()).toMatchObject({ status: 0 });
  });
});

describe('a crash', () => {
  it('puts the terminal back, says it is a bug and ends with 1', async () => {
    const home = makeHome();
    const bomb = join(home.path, 'bomb.mjs');
    writeFileSync(bomb, "process.once('SIGUSR2', () => { throw new Error('planted'); });\n");
    const terminal = openProgram(home, [], { env: { NODE_OPTIONS: `--import ${bomb}` } });
    await programIsThere(terminal);
    terminal.kill('SIGUSR2');
    expect(await terminal.exited()).toMatchObject({ status: 1 });
    expectPutBack(terminal.output());
    expect(terminal.output().split('\u001b[?1049l').at(-1)).toMatch(/this is a bug in u1file[^]*Error: planted/);
  });
});

describe('the window around the terminal', () => {
  it('is named after the folder, shows progress, and gets its own title back', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'big'), '');
    truncateSync(join(home.work, 'big'), 1_000_000_000);
    await runProgram(home, ['create-volume', 'testing']);
    const terminal = openProgram(home, ['.', 'testing']);
    await terminal.waitFor('nothing here');
    await terminal.waitFor('big');
    terminal.press('down', 'f5');
    await terminal.waitFor('Taken names');
    terminal.press('enter');
    await terminal.waitFor(/│ {2}big/);
    await terminal.waitFor((rows) => !rows.some((row) => row.includes('⇡')));
    terminal.press('q');
    await terminal.exited();
    const output = terminal.output();
    expect(output).toContain('\u001b[22;2t\u001b]2;u1file: Local  ~/work\u0007');
    const steps = output
      .split('\u001b]9;4;1;')
      .slice(1)
      .map((rest) => Number.parseInt(rest, 10));
    expect(steps.some((percent) => percent > 0 && percent <= 100)).toBe(true);
    expect(output.lastIndexOf('\u001b]9;4;0\u0007')).toBeGreaterThan(output.lastIndexOf('\u001b]9;4;1'));
    expect(output).toContain('\u001b[23;2t');
  });
});
