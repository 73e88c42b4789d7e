/**
 * Seconds to wait by a Retry-After header, a number or an HTTP date (RFC 9110 §10.2.3); null when there is none or it
 * makes no sense. `now` is milliseconds since 1970.
 */
export function parseRetryAfter(value: string | null | undefined, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text);
  // Date.parse takes much that is no date of HTTP, so the shape is asked first.
  if (!/^[A-Z][a-z]{2,8},? /.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : Math.max(0, Math.ceil((time - now) / 1000));
}
