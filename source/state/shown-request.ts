import type { RequestRecord } from '../domain/request-record.ts';

/** Milliseconds within which a read that follows a write is its echo: the refresh of the folder that was written to. */
const ECHO = 3000;

/**
 * The request that the status bar tells of, after this record came in. The latest one, except that a read which only
 * echoes a write does not hide it, and that what the person called off is not told at all.
 */
export function shownAfter(
  shown: RequestRecord | null,
  record: RequestRecord,
  requests: readonly RequestRecord[],
): RequestRecord | null {
  if (record.outcome === 'cancelled') {
    return shown?.id === record.id ? (requests.findLast(({ outcome }) => outcome !== 'cancelled') ?? null) : shown;
  }
  if (shown === null || shown.id === record.id) return record;
  if (record.id < shown.id && record.outcome !== 'failed') return shown;
  return isEcho(shown, record) ? shown : record;
}

function isEcho(shown: RequestRecord, record: RequestRecord): boolean {
  if (record.method !== 'GET' || shown.method === 'GET') return false;
  if (record.outcome === 'failed' || record.outcome === 'waiting') return false;
  return shown.duration === null || record.startedAt - (shown.startedAt + shown.duration) < ECHO;
}
