import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../source/commands/registry.ts';
import { cloudLocation, localLocation } from '../../source/domain/location.ts';
import { jobLine } from '../../source/ui/job-words.ts';
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
