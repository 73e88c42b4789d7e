/** Bytes below which sending is no longer than asking. */
const TOO_SMALL = 64 * 1024;
/** Bytes a second at which sending is as fast as reading twice and hashing. */
const AS_FAST_AS_HASHING = 100_000_000;
/** Milliseconds of a first answer that only a line of some length takes: that of a near server may wait for its disk. */
const FAR = 25;
/** Bytes that are hashed in a moment, so that it does no harm where nothing is known of the line. */
const QUICKLY_HASHED = 256 * 1024 * 1024;

/**
 * Whether a file is worth reading for its hashes before it is sent, since the cloud may have that content.
 * @param rate bytes a second so far; null while unknown
 * @param delay milliseconds that the first answer took; null while unknown
 */
export function isWorthOffering(bytes: number, rate: number | null, delay: number | null): boolean {
  if (bytes < TOO_SMALL) return false;
  if (rate !== null) return rate < AS_FAST_AS_HASHING;
  return bytes <= QUICKLY_HASHED || (delay !== null && delay > FAR);
}
