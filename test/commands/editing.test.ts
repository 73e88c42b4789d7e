import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../source/domain/app-error.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import type { TerminalProgram } from '../../source/domain/editing.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { openSession, type Session } from '../helpers/session.ts';

const FOLDER = cloudLocation('embedded', 'testing', '/docs');

/** A session whose cloud holds one file; the editor does what it is told to the copy. */
async function withFile(edit: (file: string) => number): Promise<Session & { readonly copies: string[] }> {
  const copies: string[] = [];
  const runInTerminal = async (program: TerminalProgram) => {
    if (program.type === 'shell') throw new Error('no shell is wanted here');
    copies.push(program.file);
    return Promise.resolve({ name: 'ed', status: edit(program.file) });
  };
  const session = await openSession(localLocation(temporaryFolder()), cloudLocation('embedded', null), {
    runInTerminal,
  });
  await session.cloud.makeFolder(FOLDER);
  await session.cloud.write(
    cloudLocation('embedded', 'testing', '/docs/a.txt'),
    { size: 3, modifiedAt: 0, canReopen: true, open: one },
    { taken: 'refuse' },
  );
  session.press('tab', 'g');
  session.type('testing/docs');
  session.press('enter');
  await session.until(({ right }) => right.listing.length === 1);
  session.press('down');
  return { ...session, copies };
}

async function* one(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('one');
}

const add = (file: string): number => {
  appendFileSync(file, ' more');
  return 0;
};

async function said(session: Session, words: RegExp): Promise<string> {
  const { notice } = await session.until(({ notice }) => words.test(notice?.text ?? ''));
  return notice?.text ?? '';
}

describe('F4 on a file of the cloud', () => {
  it('keeps what was written and says where it is when it cannot be uploaded', async () => {
    const session = await withFile(add);
    session.cloud.before = (call) => {
      if (call === 'write') throw new AppError('permission-denied', 'The cloud refuses');
    };
    session.press('f4');
    const words = await said(session, /was not uploaded/);
    const [copy = ''] = session.copies;
    expect(words).toContain('The cloud refuses');
    expect(words).toContain(copy);
    expect(readFileSync(copy, 'utf8')).toBe('one more');
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(basename(copy)).toBe('a.txt');
  });

  it('uploads nothing when the editor ends with an error', async () => {
    const session = await withFile((file) => add(file) + 1);
    session.press('f4');
    expect(await said(session, /ended with status 1/)).toContain(session.copies[0]);
    expect(existsSync(session.copies[0] ?? '')).toBe(true);
    expect((await session.cloud.stat(cloudLocation('embedded', 'testing', '/docs/a.txt'))).size).toBe(3);
  });

  it('replaces what is there once it is uploaded, and the copy is gone', async () => {
    const session = await withFile(add);
    session.press('f4');
    await said(session, /a\.txt is saved in the cloud/);
    expect((await session.cloud.stat(cloudLocation('embedded', 'testing', '/docs/a.txt'))).size).toBe(8);
    expect(existsSync(session.copies[0] ?? '')).toBe(false);
  });
});
