import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLines } from '../helpers/lines.ts';
import { makeHome, openProgram, runProgram } from '../helpers/program.ts';
import { answerWith, serve } from '../helpers/serve.ts';

describe('plain mode', () => {
  it('does the whole round for a script that hears only lines', async () => {
    const home = makeHome();
    mkdirSync(join(home.work, 'drafts'));
    writeFileSync(join(home.work, 'notes.txt'), 'Bring the cloud back.\n');
    writeFileSync(join(home.work, 'u1file.py'), 'print 1\n');
    await using program = openLines(home, ['--plain']);
    await program.hear('Local folder ~/work: 3 entries.');
    await program.hear(/^1 {2}drafts, folder, /);
    await program.hear(/^3 {2}u1file\.py, 8 B, /);

    program.say('other', 'new-folder testing');
    await program.hear('The volumes of the cloud: 1 entry.');
    await program.hear('1  Ubuntu One, volume');
    await program.hear('testing is there now.');
    program.say('list', '1', 'new-folder', 'docs', '1');
    await program.hear('1  testing, volume');
    await program.hear('New folder.');
    await program.hear('testing/docs is there now.');
    await program.hear('Cloud folder docs in the volume testing: nothing here.');

    program.say('other', 'mark 2-3', 'copy', '2', 'wait', 'other');
    await program.hear('2 entries are marked.');
    await program.hear('Copy.');
    await program.hear('Taken names: ask me');
    await program.hear('2  Start');
    await program.hear('Copied 2 entries to testing/docs.');
    await program.hear(/^2 {2}u1file\.py, 8 B, /);

    program.say('publish 1');
    await program.hear(/^On this machine only: notes\.txt at http/);
    program.say('rename 2 server.py', 'details 1', '', 'delete 2');
    await program.hear('u1file.py is now testing/docs/server.py.');
    await program.hear(/^\d+ {2}Public: http/);
    await program.hear(/^\d+ {2}generation: \d+$/);
    await program.hear('1 file, 8 B');
    await program.hear('1  Keep');
    program.say('1', 'delete 2', '2', 'wait', 'list');
    await program.hear('Deleting server.py in a few seconds; "undo" calls it back.');
    await program.hear('Deleted server.py.');
    await program.hear('Cloud folder docs in the volume testing: 1 entry.');

    program.say('up', '..', 'nonsense', '99', 'requests', 'list');
    await program.hear('There is no word "nonsense"; "help" tells the words.');
    await program.hear('Entries have the numbers 1 to 2.');
    await program.hear('Requests, the newest last. A number chooses one.');
    await program.hear(/^\d+ {2}DELETE testing\/docs\/server\.py: 200 OK\.$/);
    program.say('', 'quit');
    expect(await program.ended()).toBe(0);
    expect(program.output()).not.toMatch(/[^\n -~\u00a0-\uffff]/);
    expect((await runProgram(home, ['list', 'testing/docs'])).stdout).toContain('notes.txt');
  });

  it('asks about a taken name, and the queue is paused, resumed and cancelled by words', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'big'), '');
    truncateSync(join(home.work, 'big'), 4_000_000_000);
    writeFileSync(join(home.work, 'kept'), 'kept');
    await runProgram(home, ['create-volume', 'testing']);
    await runProgram(home, ['put', 'kept', 'testing/kept']);
    writeFileSync(join(home.work, 'kept'), 'other words');
    await using program = openLines(home, ['--plain', '.', 'testing']);
    program.say('copy 2', '2', 'wait');
    await program.hear('The name is taken.');
    await program.hear('The contents differ.');
    await program.hear('1  Skip');
    program.say('2');
    await program.hear('Copied kept to testing.');

    program.say('copy 1', '2');
    await program.hear(/^Copying big to testing/);
    program.say('transfers', '2', 'pause');
    await program.hear('Transfers. A number chooses one.');
    await program.hear('Copy big to testing: paused.');
    program.say('pause');
    await program.hear(/^Copying big to testing/);
    program.say('cancel');
    await program.hear('Copy big to testing: cancelled.');
    program.say('', 'other', 'quit');
    await program.hear(/^2 {2}kept \(1\)|^2 {2}kept.*11 B/);
    expect(await program.ended()).toBe(0);
  });

  it('signs in to a server, a field a line, and finds and views what is there', async () => {
    const home = makeHome();
    const served = await serve(home);
    await served.addUser('ted@example.org', 'a long password');
    mkdirSync(join(home.work, 'sub'));
    writeFileSync(join(home.work, 'sub', 'poem.txt'), `one\ntwo \u001b[31mred\n${'more\n'.repeat(100)}`);
    await using program = openLines(home, ['--plain']);
    program.say('find *.txt');
    await program.hear(/^1 {2}sub\/poem\.txt/);
    program.say('view 1', 'page-down', '', '[');
    await program.hear(/^poem\.txt, bytes 0 to \d+ of 5\d\d\.$/);
    await program.hear('two ␛[31mred');
    await program.hear(/^poem\.txt, bytes [1-9]\d* to \d+ of 5\d\d\.$/);
    program.say('account', 'sign-in', served.url, 'ted@example.org', 'a wrong password');
    await program.hear('Sign in to a server.');
    await program.hear(/^✗ .*(password|sign)/i);
    program.say('a long password');
    await program.hear(/^Signed in: ted@127/);
    program.say('other', 'new-folder testing', 'quit');
    await program.hear('testing is there now.');
    expect(await program.ended()).toBe(0);
    expect(program.output()).not.toContain('a long password');
    expect((await runProgram(home, ['whoami'])).stdout).toContain('ted@example.org');
  });

  it('finishes what is under way when the lines end', async () => {
    const home = makeHome();
    writeFileSync(join(home.work, 'notes.txt'), 'words');
    const script = 'copy 1\n2\n';
    const ran = await runProgram(home, ['--plain', '.', 'Ubuntu One'], { input: script });
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toContain('Copied notes.txt to Ubuntu One.');
    expect((await runProgram(home, ['get', 'Ubuntu One/notes.txt', '-'])).stdout).toBe('words');
  });

  it('tells of a busy server, and reads the report for the admin out', async () => {
    const home = makeHome();
    let asked = 0;
    const url = await answerWith((_request, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(503, { 'retry-after': '1' }).end('busy');
      else response.writeHead(200, { 'content-type': 'application/json' }).end('[]');
    });
    const env = { U1FILE_TOKEN: 'ck:cs:tk:ts', U1FILE_SERVER: url };
    await using program = openLines(home, ['--plain'], env);
    await program.hear(/^GET volumes: 503 servers busy\. Again in \d s, try 2 of 5\.$/);
    program.say('other', 'requests', '1', 'copy');
    await program.hear('The volumes of the cloud: nothing here.');
    await program.hear(/^1 {2}GET volumes: 200 OK after 2 tries\.$/);
    await program.hear('To copy:');
    await program.hear(/GET volumes/);
    program.say('', 'quit');
    expect(await program.ended()).toBe(0);
  });

  it.each([
    ['ACCESSIBLE=1', [], { ACCESSIBLE: '1' }],
    ['a dumb terminal', [], { TERM: 'dumb' }],
  ])('is what %s gets, without any sequence', async (_, args, env) => {
    const home = makeHome();
    writeFileSync(join(home.work, 'na\u001b[31mïve.txt'), '');
    const terminal = openProgram(home, args, { env });
    await terminal.waitFor('1  na␛[31mïve.txt, 0 B');
    terminal.type('delete 1\r1\rquit\r');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(terminal.output()).toContain('1  Keep');
    expect(terminal.output()).not.toContain('\u001b');
    expect(readFileSync(join(home.work, 'na\u001b[31mïve.txt'), 'utf8')).toBe('');
  });
});
