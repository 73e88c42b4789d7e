import { describe, expect, it } from 'vitest';
import { shownAfter } from '../../source/state/shown-request.ts';
import { requestRecord } from '../helpers/request-records.ts';

describe('the request in the status bar', () => {
  const put = requestRecord(1, { method: 'PUT', status: 201, meaning: 'Created' });

  it('is the latest one', () => {
    expect(shownAfter(requestRecord(1), requestRecord(2), [])?.id).toBe(2);
    expect(shownAfter(requestRecord(2), requestRecord(1), [])?.id).toBe(2);
  });

  it('stays the write while the folder is read again after it', () => {
    expect(shownAfter(put, requestRecord(2), [])).toBe(put);
    expect(shownAfter(put, requestRecord(9), [])?.id).toBe(9);
  });

  it('is a failure at once, whatever was before', () => {
    const failed = requestRecord(2, { outcome: 'failed', status: 500 });
    expect(shownAfter(put, failed, [])).toBe(failed);
    expect(shownAfter(requestRecord(3), failed, [])).toBe(failed);
  });

  it('is never one that was called off', () => {
    const cancelled = requestRecord(2, { outcome: 'cancelled', status: null });
    expect(shownAfter(requestRecord(1), cancelled, [requestRecord(1), cancelled])?.id).toBe(1);
    expect(shownAfter(requestRecord(2, { outcome: 'running' }), cancelled, [requestRecord(1), cancelled])?.id).toBe(1);
  });
});
