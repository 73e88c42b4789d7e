import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { jobLine, totalsWords } from '../../source/ui/job-words.ts';
import { jobOf } from '../helpers/jobs.ts';

const RUNNING = { bytesDone: 4_100_000, rate: 1_200_000, secondsLeft: 2 };
const parts = (width: number) => ({ registry: createRegistry(), width, home: '/home/ted' });

describe('a row of the job strip', () => {
  it.each([
    [
      120,
      ' ⇡ u1file.py → testing/docs                                           63 % ▰▰▰▰▰▰▱▱▱▱  4.1 MB of 6.5 MB  1.2 MB/s   0:02',
    ],
    [60, ' ⇡ u1file.py …sting/docs   63 % ▰▰▰▰▰▰▱▱▱▱  1.2 MB/s   0:02'],
    [40, ' ⇡ u1file.p…ng/docs   63 % ▰▰▰▰▰▰▱▱▱▱'],
  ])('leaves out whole facts, and cuts none, at %i columns', (width, row) => {
    const job = jobOf({ target: cloudLocation('embedded', 'testing', '/docs') }, RUNNING);
    const line = jobLine(job, parts(width));
    expect(line).toHaveLength(width);
    expect(line.replaceAll(/ +/g, ' ').trim()).toBe(row.replaceAll(/ +/g, ' ').trim());
  });

  it('says that nothing moves rather than how full its bar is', () => {
    const job = jobOf({ target: cloudLocation('embedded', 'testing') }, { ...RUNNING, isStalled: true });
    expect(jobLine(job, parts(40))).toContain('63 %  stalled');
  });

  it('writes the home folder as the panes do', () => {
    expect(jobLine(jobOf({ target: localLocation('/home/ted/in') }), parts(120))).toContain('u1file.py → ~/in ');
    expect(jobLine(jobOf({ target: localLocation('/home/ted') }), parts(120))).toContain('u1file.py → ~ ');
    expect(jobLine(jobOf({ target: localLocation('/home/teddy') }), parts(120))).toContain('→ /home/teddy ');
  });
});

describe('the totals in the title line', () => {
  const target = cloudLocation('embedded', 'testing');
  const waiting = { ...jobOf({ id: 'next', target }, { bytesTotal: 12_000_000 }), state: 'waiting' as const };

  it('are nothing while nothing is copied', () => {
    const removal = jobOf({ kind: 'delete', target: null });
    expect([totalsWords([]), totalsWords([removal]), totalsWords([{ ...waiting, state: 'paused' }])]).toEqual([
      '',
      '',
      '',
    ]);
  });

  it('are the files that are left, the rate and the time of one job', () => {
    expect(totalsWords([jobOf({ target }, { ...RUNNING, filesTotal: 3 })])).toBe('⇡ 3 left  1.2 MB/s  0:02');
    expect(totalsWords([jobOf({ target })])).toBe('⇡ 1 left');
  });

  it('hold what waits too, at the pace of what runs', () => {
    const running = jobOf({ target }, RUNNING);
    expect(totalsWords([running, waiting])).toBe('⇡ 2 left  1.2 MB/s  0:12');
    const growing = jobOf({ id: 'other', target }, { rate: 1_200_000, totalsKnown: false });
    expect(totalsWords([running, growing])).toBe('⇡ 2 left  2.4 MB/s');
  });
});
