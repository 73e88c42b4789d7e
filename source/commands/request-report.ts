import type { RequestRecord } from '../domain/request-record.ts';

/** A request as a person sends it to the server's admin: all there is to know and no secret, since none is kept. */
export function requestReport(record: RequestRecord): string {
  const { method, path, status, meaning, duration, tries, maxTries, retryAfter, oopsId, startedAt } = record;
  return [
    `Request:  ${method} ${path}`,
    `Time:     ${new Date(startedAt).toISOString()}`,
    `Answer:   ${status === null ? `none (${meaning})` : `${status} ${meaning}`}`,
    `Duration: ${duration === null ? 'still running' : `${duration} ms`}`,
    `Tries:    ${tries} of ${maxTries}`,
    ...(retryAfter === null ? [] : [`Retry-After: ${retryAfter} s`]),
    ...(oopsId === null ? [] : [`Oops ID:  ${oopsId}`]),
  ].join('\n');
}
