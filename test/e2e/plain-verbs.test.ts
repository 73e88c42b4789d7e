import { chmodSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openAdmin } from '../../source/server/admin.ts';
import { totp } from '../../source/server/sso/totp.ts';
import { openLines } from '../helpers/lines.ts';
import { makeHome, openProgram, runProgram, type Home } from '../helpers/program.ts';
import { serve } from '../helpers/serve.ts';

const PASSWORD = 'correct horse battery';

/** A home with some files at work in it. */
function homeAtWork(): Home {
  const home = makeHome();
  mkdirSync(join(home.work, 'drafts', 'deep'), { recursive: true });
  writeFileSync(join(home.work, 'drafts', 'deep', 'poem.txt'), 'one\ntwo\n');
  writeFileSync(join(home.work, 'notes.txt'), 'Bring the cloud back.\n');
  writeFileSync(join(home.work, 'u1file.py'), 'print 1\n');
  return home;
}

describe('the verbs of plain mode, heard alone', () => {
  it('go about: places, history, find, sort, filter, jump, marks, sizes, linked panes', async () => {
    const home = homeAtWork();
    await using program = openLines(home, ['--plain', '.', 'Ubuntu One']);
    const say = program.say.bind(program);
    const hear = program.hear.bind(program);
    say('bookmark', 'places', 'rename 1', 'my work', 'remove 1', '');
    await hear('1  bookmark, work, Local, ~/work');
    await hear('Rename the bookmark.');
    await hear('1  bookmark, my work, Local, ~/work');
    await hear(/^The bookmark of .* is gone, the folder stays\.$/);
    say('mark-mask *.txt', 'mark-invert', 'mark-down', 'unmark all', 'last', 'first', '1', 'up', 'back', 'forward');
    await hear('1 entry is marked.');
    await hear('2 entries are marked.');
    await hear('No entry is marked.');
    await hear(/^3 {2}u1file\.py, 8 B, /);
    await hear('The parent folder.');
    await hear('Local folder ~/work/drafts: 1 entry.');
    await hear('Local folder ~/work: 3 entries.');
    await hear('Local folder ~/work/drafts: 1 entry.');
    await hear('Local folder ~/work: 3 entries.');
    say('measure 1', 'list', 'sort size', 'sort name', 'filter 1', 'filter', '', 'jump no', '', 'jump zz', '');
    await hear('drafts: 8 B.');
    await hear(/^1 {2}drafts, folder, 8 B below it, /);
    await hear(/^2 {2}notes\.txt, /);
    await hear('Local folder ~/work: 1 entry with "1".');
    await hear('Local folder ~/work: 3 entries.');
    await hear(/^2 {2}notes\.txt, /);
    await hear('No name here holds "zz"; an empty line leaves.');
    say(
      'same-folder',
      'link',
      '1',
      'up',
      'link',
      'swap',
      'hidden',
      'hidden',
      'refresh',
      'stop',
      'single-pane',
      'suspend',
    );
    await hear('The other pane: Local folder ~/work.');
    await hear(/^The panes are linked/);
    await hear('The other pane: Local folder ~/work/drafts.');
    await hear('The other pane: Local folder ~/work.');
    await hear('The panes go their own ways.');
    await hear(/"list" tells it\.$/);
    await hear(/is stopped\.$/);
    await hear(/^One pane is told at a time/);
    await hear(/^The terminal does that itself/);
    say('find poem', 'view 1', 'find two', 'close', 'parent', 'go-to ..', 'copy-path 1', 'shell', 'stop 3', 'mark');
    await hear(/^1 {2}drafts\/deep\/poem\.txt, 8 B, /);
    await hear('poem.txt, bytes 0 to 8 of 8.');
    await hear('Local folder ~/work/drafts/deep: 1 entry.');
    await hear('Local folder ~/work/drafts: 1 entry.');
    await hear('To copy:');
    await hear('A shell needs a terminal, and these lines come through a pipe.');
    await hear('Nothing can follow "stop".');
    await hear('Say which: mark 3, mark 2 5-7, mark all.');
    say('settings 2', '', 'help', 'menu quit', '1');
    await hear('Theme: dark.');
    await hear(/^A number opens that entry\./);
    await hear(/^1 {2}quit: /);
    expect(await program.ended()).toBe(0);
  });

  it('act on files on both sides, and are taken back', async () => {
    const home = homeAtWork();
    const editor = join(home.path, 'editor.sh');
    writeFileSync(editor, '#!/bin/sh\necho more >> "$1"\n');
    chmodSync(editor, 0o755);
    await using program = openLines(home, ['--plain', '.', 'Ubuntu One'], { EDITOR: editor });
    const say = program.say.bind(program);
    const hear = program.hear.bind(program);
    say(
      'mark 2 3',
      'copy',
      '2',
      'wait',
      'unmark all',
      'compare',
      'unmark all',
      'other',
      'edit 1',
      'rename 2 server.py',
    );
    await hear('Copied 2 entries to Ubuntu One.');
    await hear('Compared: 2 the same, 1 only left.');
    await hear('1 entry is marked.');
    await hear('Cloud volume Ubuntu One: 2 entries.');
    await hear(/^1 {2}notes\.txt, 22 B, .*the same in the other pane$/);
    await hear('u1file.py is now Ubuntu One/server.py.');
    say(
      'undo',
      'new-folder 2011',
      'move 3',
      'cloud:Ubuntu One/2011/',
      '2',
      'wait',
      '1',
      'delete 1',
      '2',
      'undo',
      'wait',
      'up',
    );
    await hear(/u1file\.py: done\.$/);
    await hear('Ubuntu One/2011 is there now.');
    await hear('Moved u1file.py to Ubuntu One/2011.');
    await hear('1 file, 8 B');
    await hear('Delete u1file.py: cancelled.');
    await hear('Cloud volume Ubuntu One: 2 entries.');
    say('copy 2', '2', 'wait', '4', 'wait', 'other', 'list');
    await hear('The name is taken.');
    await hear('The contents differ.');
    await hear(/^4 {2}Overwrite$/);
    await hear(/^Copied notes\.txt to .*work\.$/);
    await hear(/^2 {2}notes\.txt, 27 B, /);
    say(
      'publish 2',
      'other',
      'publish 2',
      'public-files',
      'stop 1',
      '',
      'publish 2',
      'public-files',
      'stop-all',
      '2',
      '',
    );
    await hear('Only files of the cloud can be published.');
    await hear(/^On this machine only: notes\.txt at http/);
    await hear(/^1 {2}Ubuntu One\/notes\.txt, 27 B, http/);
    await hear('notes.txt is no longer public.');
    await hear('Nothing is public.');
    await hear('Stop publishing all.');
    await hear('2  Stop all');
    await hear('Nothing is public.');
    say('requests 1', 'copy', '');
    await hear(/^Request: {2}GET /);
    expect(await program.ended()).toBe(0);
    expect(readFileSync(join(home.work, 'notes.txt'), 'utf8')).toBe('Bring the cloud back.\nmore\n');
    expect(existsSync(join(home.work, 'u1file.py'))).toBe(true);
    // oxlint-disable-next-line no-control-regex -- a control character is what must not be there
    expect(program.output()).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });

  it('steer the queue: pause, go on, reorder, cancel, try again, clear, and quit with jobs under way', async () => {
    const home = makeHome();
    for (const name of ['big', 'bigger']) {
      writeFileSync(join(home.work, name), '');
      truncateSync(join(home.work, name), 4_000_000_000);
    }
    writeFileSync(join(home.work, 'locked'), 'words');
    await using program = openLines(home, ['--plain', '.', 'Ubuntu One']);
    const say = program.say.bind(program);
    const hear = program.hear.bind(program);
    say('copy 3', '2', 'wait', 'transfers', 'forget', 'list', '');
    await hear('Copied locked to Ubuntu One.');
    await hear('1  Copied locked to Ubuntu One.');
    await hear('Transfers.');
    say('copy 1', '2', 'transfers', 'pause 1', '', 'copy 2', '2', 'transfers', 'pause 2');
    await hear('Copy big to Ubuntu One: paused.');
    await hear('Copy bigger to Ubuntu One: paused.');
    say('earlier 2', 'list', 'pause-all');
    await hear('1  Copy bigger to Ubuntu One: paused.');
    await hear('2  Copy big to Ubuntu One: paused.');
    await hear(/^Copy(ing)? big(ger)? to Ubuntu One(, \d|: waits)/);
    say('retry 2', 'retry-all', 'cancel 1');
    await hear('Copy bigger to Ubuntu One: cancelled.');
    say('', 'quit', '');
    await hear('A transfer is under way.');
    await hear('1  Stay');
    say('quit', '4');
    expect(await program.ended()).toBe(0);
    expect((await runProgram(home, ['jobs'])).stdout).toContain('big');
  });

  it('sign in with a one-time code, switch, show who has access, and sign out', async () => {
    const home = makeHome();
    const served = await serve(home);
    await served.addUser('ted@example.org', PASSWORD);
    const admin = await openAdmin(served.data);
    const secret = await admin.enableTwoFactor('ted@example.org');
    await admin.close();
    await using program = openLines(home, ['--plain']);
    const say = program.say.bind(program);
    const hear = program.hear.bind(program);
    say('account', 'sign-in', served.url, 'ted@example.org', PASSWORD);
    await hear('Sign in to a server.');
    await hear(/One-time code/);
    say(totp(secret, Math.floor(Date.now() / 30_000)));
    await hear(/^Signed in: ted@127/);
    say('account', 'devices 2', '', 'list', '1');
    await hear(/^2 {2}ted@example\.org at http.*, in use$/);
    await hear(/, this one$|, this program/);
    say('cloud', 'account', 'sign-out 2', '2', '', 'quit');
    await hear('1  Ubuntu One, volume');
    await hear('2  Sign out');
    await hear(/^Signed out/);
    expect(await program.ended()).toBe(0);
    expect(program.output()).not.toContain(PASSWORD);
    expect((await runProgram(home, ['whoami'])).stdout).not.toContain('ted@example.org');
  });
});

describe('plain mode on a terminal', () => {
  it('echoes what is typed, but never a password', async () => {
    const home = makeHome();
    const served = await serve(home);
    await served.addUser('ted@example.org', PASSWORD);
    const terminal = openProgram(home, ['--plain']);
    const said = async (line: string, heard: string | RegExp): Promise<void> => {
      terminal.type(`${line}\r`);
      await terminal.waitFor(heard);
    };
    await terminal.waitFor(/^> $|^>$/m);
    await said('account', /Words: use[^>]*\n>\s*$/);
    await said('sign-in', /> Server[^>]*\n>\s*$/);
    await said(served.url, /> E-mail[^>]*\n>\s*$/);
    await said('ted@example.org', /> Password[^>]*\n>\s*$/);
    await said('a wrong one', /✗[^>]*\n>\s*$/);
    // Keys that change what was typed count, too.
    await said(`${PASSWORD}x\u007f`, /Signed in: ted@127/);
    await said('other', /1 {2}Ubuntu One, volume\n>\s*$/);
    await said('nonsense', 'There is no word "nonsense"');
    terminal.type('quit\r');
    expect(await terminal.exited()).toMatchObject({ status: 0 });
    expect(terminal.output()).toContain('ted@example.org');
    for (const secret of [PASSWORD, 'correct', 'battery', 'a wrong one'])
      expect(terminal.output()).not.toContain(secret);
    expect(terminal.output()).not.toContain('\u001b');
  });
});
