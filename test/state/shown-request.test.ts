import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../source/domain/request-record.ts';
import { shownAfter } from '../../source/state/shown-request.ts';

function record(id: number, rest: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id,
    method: 'GET',
    path: 'testing',
    startedAt: id * 1000,
    duration: 10,
    status: 200,
    meaning: 'OK',
    outcome: 'ok',
    tries: 1,
    maxTries: 5,
    nextTryAt: null,
    retryAfter: null,
    oopsId: null,
    ...rest,
  };
}

describe('the request in the status bar', () => {
  const put = record(1, { method: 'PUT', status: 201, meaning: 'Created' });

  it('is the latest one', () => {
    expect(shownAfter(record(1), record(2), [])?.id).toBe(2);
    expect(shownAfter(record(2), record(1), [])?.id).toBe(2);
  });

  it('stays the write while the folder is read again after it', () => {
    expect(shownAfter(put, record(2), [])).toBe(put);
    expect(shownAfter(put, record(9), [])?.id).toBe(9);
  });

  it('is a failure at once, whatever was before', () => {
    const failed = record(2, { outcome: 'failed', status: 500 });
    expect(shownAfter(put, failed, [])).toBe(failed);
    expect(shownAfter(record(3), failed, [])).toBe(failed);
  });

  it('is never one that was called off', () => {
    const cancelled = record(2, { outcome: 'cancelled', status: null });
    expect(shownAfter(record(1), cancelled, [record(1), cancelled])?.id).toBe(1);
    expect(shownAfter(record(2, { outcome: 'running' }), cancelled, [record(1), cancelled])?.id).toBe(1);
  });
});
