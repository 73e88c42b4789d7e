import { describe, it } from 'vitest';
import type { RequestRecord } from '../../source/domain/request-record.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { fileEntry } from '../helpers/entries.ts';
import { expectFrames, FRAME_TIME } from '../helpers/frames.tsx';
import { jobOf } from '../helpers/jobs.ts';
import { requestRecord } from '../helpers/request-records.ts';

const TARGET = cloudLocation('embedded', 'testing', '/docs');

function request(id: number, more: Partial<RequestRecord>): RequestRecord {
  return requestRecord(id, { startedAt: FRAME_TIME - 60_000 + id * 1000, ...more });
}

describe('frames of questions', () => {
  it('a new name, with an old one to start from', async () => {
    await expectFrames('rename', ({ press }) => press('end', 'r', 'backspace', 'backspace'));
  });

  it('a copy, before it starts', async () => {
    await expectFrames('transfer', ({ press }) => press('down', 'down', 'insert', 'insert', 'f5'));
  });

  it('a name that is taken', async () => {
    await expectFrames('conflict', ({ dispatch }) => {
      const source = {
        location: localLocation('/home/ted/projects/u1/u1file.py'),
        entry: fileEntry('u1file.py', { size: 4100, modifiedAt: FRAME_TIME }),
      };
      const target = {
        location: cloudLocation('embedded', 'testing', '/docs/u1file.py'),
        entry: fileEntry('u1file.py', { size: 812, modifiedAt: FRAME_TIME - 86_400_000 }),
      };
      const question = { id: 'q', jobId: 'job 1', source, target, sameContent: false };
      dispatch({ type: 'job', job: { ...jobOf({ target: TARGET }), state: 'asking', question } });
    });
  });

  it('a new name that is far too long', async () => {
    await expectFrames('prompt-refused', ({ press, type, dispatch }) => {
      press('f7');
      type('long'.repeat(100));
      const reason = `ENAMETOOLONG: /home/ted/${'long'.repeat(100)}: the name is too long`;
      dispatch({ type: 'layer/refused', reason });
    });
  });

  it('what becomes of transfers when the program is left', async () => {
    await expectFrames('quit', ({ press, dispatch }) => {
      dispatch({ type: 'job', job: jobOf({ target: TARGET }) });
      press('f10', 'down');
    });
  });

  it('a filter and a jump in the bottom line', async () => {
    await expectFrames('filter', ({ press, type }) => {
      press('f');
      type('pdf');
    });
    await expectFrames('jump', ({ press, type }) => {
      press('/');
      type('let');
    });
    await expectFrames('sort', ({ press }) => press('s'));
  });
});

describe('frames of what goes on', () => {
  it('jobs in the strip, more than fit', async () => {
    await expectFrames('strip', ({ dispatch }) => {
      const half = { bytesDone: 4_100_000, rate: 1_200_000, secondsLeft: 2, filesDone: 0 };
      dispatch({ type: 'job', job: jobOf({ id: 'a', target: TARGET }, half) });
      dispatch({ type: 'job', job: { ...jobOf({ id: 'b', kind: 'move', target: TARGET }), state: 'paused' } });
      dispatch({ type: 'job', job: { ...jobOf({ id: 'c', kind: 'delete' }), state: 'waiting' } });
      dispatch({ type: 'job', job: { ...jobOf({ id: 'd', target: TARGET }), state: 'waiting' } });
      dispatch({ type: 'job', job: { ...jobOf({ id: 'e', target: TARGET }), state: 'asking' } });
    });
  });

  it('all transfers, with what one failed to do and what it skipped', async () => {
    await expectFrames('transfers', ({ dispatch, press }) => {
      const done = {
        ...jobOf({ id: 'a', target: TARGET }, { bytesDone: 6_500_000, filesDone: 1 }),
        state: 'done',
        failures: [],
      } as const;
      const location = cloudLocation('embedded', 'testing', '/docs/u1file.py');
      const error = { code: 'out-of-space', message: 'out of space: 1.2 MB free of 5.0 GB', hint: 'delete something' };
      const taken = { code: 'name-taken', message: 'The name is taken', path: 'testing/docs/u1file.py' };
      const skipped = { location, outcome: 'skipped', error: taken } as const;
      const failures = [skipped, { location, outcome: 'failed', error }, ...Array.from({ length: 4 }, () => skipped)];
      dispatch({ type: 'job', job: { ...done, failures: [skipped] as never } });
      dispatch({
        type: 'job',
        job: { ...jobOf({ id: 'b', target: TARGET }), state: 'failed', failures: failures as never },
      });
      press('t');
    });
  });

  it('the requests, the newest last', async () => {
    await expectFrames('requests', ({ dispatch, press }) => {
      for (let id = 1; id <= 30; id += 1) dispatch({ type: 'request', record: request(id, {}) });
      const made = { method: 'PUT', path: 'testing/docs/u1file.py', status: 201, meaning: 'Created' };
      dispatch({ type: 'request', record: request(31, made) });
      const broken = { status: 500, meaning: 'internal error', oopsId: 'OOPS-20140731-4f1c', tries: 5 };
      dispatch({ type: 'request', record: request(32, { outcome: 'failed', ...broken }) });
      press('o');
    });
  });

  it('names in all scripts, in columns', async () => {
    await expectFrames('names', ({ dispatch }) => {
      const names = [
        '日本語の長い名前のファイル.txt',
        'family 👨‍👩‍👧‍👦 flag 🇵🇹 heart ❤️.png',
        'a\u0300\u0301\u0302\u0303 combining.txt',
        'שלום עולם.txt',
        'turned \u202etxt.exe',
        'ansi \u001b[31m red',
        'bytes \udcff\udcfe',
        'line\nbreak',
        '한국어 문서 이름이 아주 길어서 가운데가 잘립니다.hwp',
      ];
      dispatch({ type: 'pane/entries', side: 'left', requestId: 0, entries: names.map((name) => fileEntry(name)) });
    });
  });
});
