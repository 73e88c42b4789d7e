import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeHome, openProgram, runProgram, type Home, type Ran } from '../helpers/program.ts';
import { answerWith, serve } from '../helpers/serve.ts';

const TOKEN = { U1FILE_TOKEN: 'ck:cs:tk:ts' };

function expectError(ran: Ran, status: number, words: RegExp): void {
  expect(ran.stderr).toMatch(words);
  expect(ran.stderr).toMatch(/^u1file: /);
  expect(ran.stderr).not.toMatch(/ {4}at |bug in u1file/);
  expect(ran.status).toBe(status);
}

async function withVolume(): Promise<Home> {
  const home = makeHome();
  expect(await runProgram(home, ['create-volume', 'testing'])).toMatchObject({ status: 0 });
  return home;
}

describe('signing in', () => {
  it('refuses a wrong password with status 3 and keeps nothing', async () => {
    const home = makeHome();
    const { url, addUser } = await serve(home);
    await addUser('ted@example.org', 'right password');
    const login = ['login', '--server', url, '--email', 'ted@example.org', '--password-stdin'];
    expectError(await runProgram(home, login, { input: 'wrong\n' }), 3, /e-mail address or the password is wrong/);
    expect((await runProgram(home, ['whoami'])).stdout).toContain('embedded cloud');
    expect(await runProgram(home, login, { input: 'right password\n' })).toMatchObject({ status: 0 });
    // "If you call login multiple times you don't get prompted twice."
    expect(await runProgram(home, login)).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['whoami'])).stdout).toContain('ted@example.org');
  });

  it('says what to do about a token of the environment that the server refuses', async () => {
    const home = makeHome();
    const { url } = await serve(home);
    const env = { ...TOKEN, U1FILE_SERVER: url };
    // Only the environment itself can mend what comes with it.
    const words =
      /401.*\n +U1FILE_TOKEN holds a token that the server refuses: set .*, or unset it and use "u1file login"/s;
    expectError(await runProgram(home, ['volumes'], { env }), 3, words);
  });
});

it('says where the verbs are listed, whether one has a slip in it or wants more words', async () => {
  const home = makeHome();
  const terminal = openProgram(home, ['lst']);
  await terminal.waitFor('u1file --help lists the verbs');
  expect(await terminal.exited()).toMatchObject({ status: 4 });
  expectError(
    await runProgram(home, ['lst']),
    2,
    /^u1file: there is no verb "lst", .*\n +u1file --help lists the verbs/,
  );
  const words = /^u1file: missing required argument 'rate'\n +u1file jobs limit --help shows how it is written\n$/;
  expectError(await runProgram(home, ['jobs', 'limit']), 2, words);
});

it('tells machines what is wrong with the arguments, and what to do', async () => {
  const home = makeHome();
  const refusals: readonly (readonly [readonly string[], string, string])[] = [
    [
      ['list', '--josn', '--json'],
      "unknown option '--josn'",
      'Did you mean --json? u1file list --help shows how it is written',
    ],
    [['ls', '--json', 'a', 'b'], "too many arguments for 'list'.*", 'u1file list --help shows how it is written'],
    [['put', '--json'], "missing required argument 'local'", 'u1file put --help shows how it is written'],
    [['lits', 'testing', '--json'], 'there is no verb "lits"', 'u1file --help lists the verbs'],
    [['--json', './lits'], "unknown option '--json'", 'u1file --help shows how it is written'],
    [['admin', 'frob', '--json'], "unknown command 'frob'", 'u1file admin --help shows how it is written'],
    [['put', 'a', 'b', '--limit', 'x', '--json'], 'x is no rate', 'bytes a second: 500k, 2M, or none'],
    [['list', '--server', '--json'], '"--json" is no address of a server', 'Write it like https://cloud.example.org'],
  ];
  const told = await Promise.all(refusals.map(async ([args]) => runProgram(home, args)));
  for (const [at, [, message, hint]] of refusals.entries()) {
    const { status, stdout, stderr = '' } = told[at] ?? {};
    expect(stderr.split('\n')).toHaveLength(2);
    const error = { code: 'usage', message: expect.stringMatching(`^${message}$`), hint };
    expect([status, stdout, JSON.parse(stderr)]).toEqual([2, '', { error }]);
  }
});

describe('a server that is none', () => {
  it('is unreachable when nobody listens', async () => {
    const home = makeHome();
    const env = { ...TOKEN, U1FILE_SERVER: 'http://127.0.0.1:9' };
    expectError(await runProgram(home, ['volumes'], { env }), 7, /refuses the connection/);
  });

  it.each([
    ['HTML', 'text/html', '<html><body>It works!</body></html>'],
    ['truncated JSON', 'application/json', '[{"resource_path": "/volumes/~/Ubun'],
  ])('is told by its answer of %s', async (_, type, body) => {
    const home = makeHome();
    const url = await answerWith((_request, response) => response.writeHead(200, { 'content-type': type }).end(body));
    expectError(await runProgram(home, ['volumes'], { env: { ...TOKEN, U1FILE_SERVER: url } }), 7, /\S/);
  });
});

describe('names and paths', () => {
  it('refuses nested volumes, dots, empty parts and the empty path before anything is changed', async () => {
    const home = await withVolume();
    writeFileSync(join(home.work, 'a'), 'a');
    expectError(await runProgram(home, ['create-volume', 'testing/inner']), 5, /nested/);
    expectError(await runProgram(home, ['create-volume', '']), 2, /name/);
    expectError(await runProgram(home, ['put', 'a', 'testing/../a']), 2, /\.\./);
    expectError(await runProgram(home, ['put', 'a', '']), 2, /empty path/);
    expectError(await runProgram(home, ['delete', 'testing/./a']), 2, /"\."/);
    expectError(await runProgram(home, ['delete', 'testing']), 2, /volume/);
    expect((await runProgram(home, ['list', 'testing', '--all'])).stdout).toBe('');
  });

  it('takes the name of a volume that is not there for a slip, and makes none', async () => {
    const home = await withVolume();
    const names = Array.from({ length: 9 }, (_, index) => `file ${index}`);
    for (const name of names) writeFileSync(join(home.work, name), name);
    const words = /^u1file: tesitng: There is no volume of that name\n.*create-volume/;
    expectError(await runProgram(home, ['put', 'file 0', 'tesitng/']), 4, words);
    expectError(await runProgram(home, ['put', ...names, 'tesitng']), 4, words);
    // Nor is a device anything to copy.
    expectError(await runProgram(home, ['put', '/dev/null', 'testing/']), 5, /null: It is neither a file nor a folder/);
    expect((await runProgram(home, ['volumes'])).stdout).toBe('Ubuntu One\ntesting\n');
  });

  it('keeps every character of a name through the whole round trip', async () => {
    const names = [
      'two\nlines',
      'red\u001b[31m\u001b]0;title\u0007',
      'family 👩‍👩‍👧 ✌️.txt',
      '漢字とカナ.txt',
      '50%41 #1? a+b&c;d.txt',
      ' a ',
      'a\\b"c\'d',
      // The same to the eye, and two names.
      'caf\u00e9',
      'cafe\u0301',
    ];
    const inCloud = names.map((name) => `testing/${name}`);
    const home = await withVolume();
    for (const name of names) writeFileSync(join(home.work, name), name);
    expect(await runProgram(home, ['put', ...names, 'testing/'])).toMatchObject({ status: 0, stderr: '' });
    const listed = (await runProgram(home, ['list', 'testing', '--json'])).stdout.trim().split('\n');
    const wanted = names.map((name) => ({ name, path: `testing/${name}`, size: Buffer.byteLength(name) }));
    expect(listed.map((line) => JSON.parse(line) as object)).toEqual(
      expect.arrayContaining(wanted.map((each) => expect.objectContaining(each) as object)),
    );
    mkdirSync(join(home.work, 'down'));
    expect(await runProgram(home, ['get', ...inCloud, 'down/'])).toMatchObject({ status: 0, stderr: '' });
    for (const name of names) expect(readFileSync(join(home.work, 'down', name), 'utf8')).toBe(name);
    expect(await runProgram(home, ['delete', ...inCloud])).toMatchObject({ status: 0, stderr: '' });
    expect((await runProgram(home, ['list', 'testing'])).stdout).toBe('');
  });

  it('says what is wrong with a name of 300 bytes that this disk cannot hold', async () => {
    const home = await withVolume();
    writeFileSync(join(home.work, 'a'), 'a');
    const long = 'n'.repeat(300);
    const put = await runProgram(home, ['put', 'a', `testing/${long}`]);
    if (put.status === 0) {
      expectError(await runProgram(home, ['get', `testing/${long}`, './']), 2, /long/);
    } else {
      expectError(put, 5, /long|255/);
    }
    expect(readdirSync(home.work)).toEqual(['a']);
  });
});

describe('kinds that do not fit', () => {
  it('refuses a folder where a file is wanted, and the reverse', async () => {
    const home = await withVolume();
    writeFileSync(join(home.work, 'file'), 'x');
    mkdirSync(join(home.work, 'folder'));
    await runProgram(home, ['put', 'file', 'testing/file']);
    expectError(await runProgram(home, ['list', 'testing/file']), 5, /file/);
    expectError(await runProgram(home, ['get', 'testing/file', 'file/inside']), 5, /file/);
    expectError(await runProgram(home, ['mkdir', 'testing/file']), 5, /file/);
    expectError(await runProgram(home, ['put', 'nothing-here', 'testing/x']), 4, /nothing-here/);
  });

  it('fails with status 8 where a name is taken, and replaces with --overwrite', async () => {
    const home = await withVolume();
    writeFileSync(join(home.work, 'a'), 'first');
    await runProgram(home, ['put', 'a', 'testing/a']);
    writeFileSync(join(home.work, 'a'), 'second');
    expectError(
      await runProgram(home, ['put', 'a', 'testing/a']),
      8,
      /testing\/a: The name is taken\n +--overwrite replaces it/,
    );
    expect((await runProgram(home, ['get', 'testing/a', '-'])).stdout).toBe('first');
    expect(await runProgram(home, ['put', 'a', 'testing/a', '--overwrite'])).toMatchObject({ status: 0 });
    expect((await runProgram(home, ['get', 'testing/a', '-'])).stdout).toBe('second');
    writeFileSync(join(home.work, 'a'), 'third');
    expectError(await runProgram(home, ['get', 'testing/a', 'a']), 8, /work\/a: The name is taken/);
    expect(await runProgram(home, ['put', '-', 'testing/stream'], { input: 'from a pipe' })).toMatchObject({
      status: 0,
    });
    expect((await runProgram(home, ['get', 'testing/stream', '-'])).stdout).toBe('from a pipe');
  });
});

describe('the disk and the quota', () => {
  it('says out of space when the quota is exceeded, and keeps the old content', async () => {
    const home = makeHome();
    const { url, addUser } = await serve(home);
    await addUser('ted@example.org', 'password');
    const login = ['login', '--server', url, '--email', 'ted@example.org', '--password-stdin'];
    expect(await runProgram(home, login, { input: 'password\n' })).toMatchObject({ status: 0 });
    await runProgram(home, ['create-volume', 'testing']);
    writeFileSync(join(home.work, 'old'), 'old');
    await runProgram(home, ['put', 'old', 'testing/a']);
    // A hole of 6 GB takes no room here; the quota is 5 GB.
    writeFileSync(join(home.work, 'huge'), '');
    truncateSync(join(home.work, 'huge'), 6_000_000_000);
    expectError(await runProgram(home, ['put', 'huge', 'testing/a', '--overwrite']), 6, /507/);
    expect((await runProgram(home, ['get', 'testing/a', '-'])).stdout).toBe('old');
  });

  it.runIf(process.getuid?.() === 0)('leaves nothing half-written when the disk fills up', async () => {
    const home = await withVolume();
    const tiny = join(home.path, 'tiny');
    mkdirSync(tiny);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', tiny]);
    onTestFinished(() => void execFileSync('umount', [tiny]));
    writeFileSync(join(home.work, 'big'), 'x'.repeat(1_000_000));
    await runProgram(home, ['put', 'big', 'testing/big']);
    expectError(await runProgram(home, ['get', 'testing/big', `${tiny}/`]), 6, /disk is full|no space|out of space/i);
    expect(readdirSync(tiny)).toEqual([]);
  });

  it('says permission denied for what it may not read or write', async () => {
    const home = await withVolume();
    const secret = join(home.work, 'secret');
    const locked = join(home.work, 'locked');
    writeFileSync(secret, 'x');
    mkdirSync(locked);
    writeFileSync(join(home.work, 'fine'), 'x');
    await runProgram(home, ['put', 'fine', 'testing/fine']);
    const asUser = { isOrdinaryUser: true };
    chmodSync(secret, 0o000);
    chmodSync(locked, 0o500);
    onTestFinished(() => chmodSync(locked, 0o700));
    expectError(await runProgram(home, ['put', 'secret', 'testing/secret'], asUser), 5, /permission/i);
    expectError(await runProgram(home, ['get', 'testing/fine', 'locked/'], asUser), 5, /permission/i);
    expect(existsSync(join(locked, 'fine'))).toBe(false);
    expect((await runProgram(home, ['list', 'testing'], asUser)).stdout).toBe('fine\n');
  });

  it('notices a file that grows while it is uploaded, and stores no half of it', async () => {
    const home = await withVolume();
    const growing = join(home.work, 'growing');
    writeFileSync(growing, '');
    truncateSync(growing, 200_000_000);
    const running = runProgram(home, ['put', 'growing', 'testing/growing']);
    const timer = setInterval(() => appendFileSync(growing, 'more'), 5);
    const ran = await running;
    clearInterval(timer);
    expectError(ran, 8, /changed/);
    expect((await runProgram(home, ['list', 'testing'])).stdout).toBe('');
  });
});

describe('folders of its own that the program cannot write', () => {
  it('are told with the names that set other ones', async () => {
    const home = makeHome();
    writeFileSync(join(home.path, 'closed'), '');
    const env = { XDG_DATA_HOME: join(home.path, 'closed', 'data') };
    expectError(await runProgram(home, ['list'], { env }), 5, /closed.*A folder is wanted.*\n +.*XDG_DATA_HOME/s);
    const noCache = { XDG_CACHE_HOME: '/proc/u1file', NODE_COMPILE_CACHE: undefined };
    expect(await runProgram(home, ['list'], { env: noCache })).toMatchObject({ status: 0, stderr: '' });
    const data = join(home.path, 'closed', 'serve');
    expectError(await runProgram(home, ['serve', '--data', data]), 5, /closed\/serve: a file stands in the way/);
  });

  // In /proc nothing can be made, and asking Node for a whole path there never ends.
  it.each(['file', '/proc/u1file'])(
    'stop no transfer: it is told that they cannot be written down (%s)',
    async (at) => {
      const home = makeHome();
      writeFileSync(join(home.path, 'file'), '');
      writeFileSync(join(home.work, 'here.txt'), 'here');
      const env = { XDG_STATE_HOME: resolve(home.path, at) };
      expect(await runProgram(home, ['jobs'], { env })).toMatchObject({ status: 0, stdout: '' });
      const terminal = openProgram(home, ['.', '~/Ubuntu One'], { env });
      await terminal.waitFor(/Transfers end with this program.*file/);
      await terminal.waitFor('nothing here');
      terminal.press('down', 'f5');
      await terminal.waitFor('Taken names');
      terminal.press('enter');
      await terminal.waitFor(/│ {2}here\.txt/);
      terminal.press('q');
      expect(await terminal.exited()).toMatchObject({ status: 0 });
    },
  );
});
