import type { RequestObserver } from '../domain/request-record.ts';

/**
 * Makes observers for clients that each count their requests for themselves: all are told to this one, counted through as
 * those of one program.
 */
export function mergeRequests(observe: RequestObserver): () => RequestObserver {
  let last = 0;
  return () => {
    const running = new Map<number, number>();
    return (record) => {
      const id = running.get(record.id) ?? (last += 1);
      if (record.duration === null) running.set(record.id, id);
      else running.delete(record.id);
      observe({ ...record, id });
    };
  };
}
