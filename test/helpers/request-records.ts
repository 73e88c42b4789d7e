import type { RequestRecord } from '../../source/domain/request-record.ts';

/** The record of a request that went well at once, but for what is given. */
export function requestRecord(id: number, more: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id,
    method: 'GET',
    path: 'testing/docs',
    startedAt: id * 1000,
    duration: 84,
    status: 200,
    meaning: 'OK',
    outcome: 'ok',
    tries: 1,
    maxTries: 5,
    nextTryAt: null,
    retryAfter: null,
    oopsId: null,
    ...more,
  };
}
