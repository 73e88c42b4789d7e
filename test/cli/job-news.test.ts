import { expect, it } from 'vitest';
import { createJobListener, createJobTeller } from '../../source/cli/thread/job-news.ts';
import type { FileFailure, Job } from '../../source/domain/transfer.ts';
import { localLocation } from '../../source/domain/location.ts';
import { jobOf } from '../helpers/jobs.ts';

function failure(name: string): FileFailure {
  return {
    location: localLocation(`/${name}`),
    outcome: 'failed',
    error: { code: 'permission-denied', message: name },
  };
}

it('a job crosses with its sources and failures once, and is the same at the other end', () => {
  let time = 0;
  const teller = createJobTeller(() => time);
  const listener = createJobListener();
  const send = (job: Job): { size: number; heard: Job } => {
    const news = structuredClone(teller.newsOf(job));
    return { size: JSON.stringify(news).length, heard: listener.jobOf(news) };
  };
  const begun: Job = {
    ...jobOf({}),
    failures: Array.from({ length: 1000 }, (_, at) => failure(`${at}`)),
  };
  const whole = send(begun);
  expect(whole.heard).toEqual(begun);
  const again = send({ ...begun, startedAt: 1 });
  expect(again.heard).toEqual({ ...begun, startedAt: 1 });
  expect(again.size).toBeLessThan(whole.size / 50);

  const grown: Job = { ...begun, failures: [...begun.failures, failure('one more')] };
  time = 100;
  expect(send(grown).heard.failures).toHaveLength(1000);
  time = 1000;
  expect(send(grown).heard).toEqual(grown);
  const last: Job = { ...grown, state: 'failed', failures: [...grown.failures, failure('the last')] };
  time = 1001;
  expect(send(last).heard).toEqual(last);
});

it('of a job that was cleared neither end keeps its failures, and it may come again', () => {
  const teller = createJobTeller(() => 0);
  const listener = createJobListener();
  const ended = (id: string): Job =>
    Object.assign(jobOf({}), { spec: { ...jobOf({}).spec, id }, failures: [failure(id)] });
  const [kept, cleared] = [ended('kept'), ended('cleared')];
  for (const job of [kept, cleared]) listener.jobOf(teller.newsOf(job));
  const forgotten = teller.forgetAllBut(new Set(['kept']));
  expect(forgotten).toEqual(['cleared']);
  listener.forget(forgotten);
  expect(teller.forgetAllBut(new Set(['kept']))).toEqual([]);
  const { spec: _spec, failures: _failures, ...rest } = cleared;
  expect(() => listener.jobOf({ id: 'cleared', job: rest })).toThrow('no first news');
  expect(listener.jobOf(teller.newsOf(cleared))).toEqual(cleared);
  expect(teller.newsOf(kept)).not.toHaveProperty('failures');
});
