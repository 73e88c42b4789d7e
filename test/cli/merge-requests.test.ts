import { expect, test } from 'vitest';
import { mergeRequests } from '../../source/cli/merge-requests.ts';
import { requestRecord } from '../helpers/request-records.ts';

const RECORD = requestRecord(1, { path: 'testing', duration: null, status: null, meaning: '', outcome: 'running' });

test('requests of several clients keep apart, and each is one through all it tells', () => {
  const told: string[] = [];
  const observer = mergeRequests(({ id, path, outcome }) => told.push(`${id} ${path} ${outcome}`));
  const [one, two] = [observer(), observer()];
  one(RECORD);
  two({ ...RECORD, path: 'sign-in' });
  one({ ...RECORD, duration: 3, outcome: 'ok' });
  two({ ...RECORD, path: 'sign-in', duration: 5, outcome: 'failed' });
  // A second client at the same observer counts from one again.
  two({ ...RECORD, path: 'sign-in again' });
  one({ ...RECORD, id: 2 });
  expect(told).toEqual([
    '1 testing running',
    '2 sign-in running',
    '1 testing ok',
    '2 sign-in failed',
    '3 sign-in again running',
    '4 testing running',
  ]);
});
