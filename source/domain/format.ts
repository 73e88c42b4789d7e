const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const HALF_A_YEAR = 183 * 24 * 3600 * 1000;

/** Bytes in words, in steps of 1000 with one decimal (`999 B`, `4.1 kB`, `1.2 MB`). */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 999.95 would print as 1000.0 of the smaller unit.
  while (value >= (unit === 0 ? 1000 : 999.95) && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${value} B` : `${value.toFixed(1)} ${UNITS[unit]}`;
}

/** Bytes a second in words. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

/** Milliseconds in words for a request (`84 ms`, `1.2 s`). */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Seconds left as a clock (`0:02`, `1:04:09`). */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const tail = `${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
  return whole < 3600 ? tail.replace(/^0(?=\d:)/, '') : `${Math.floor(whole / 3600)}:${tail}`;
}

/** How long ago, in words (`just now`, `5 min ago`, `3 h ago`, `12 days ago`). */
export function formatAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ago`;
  const days = Math.floor(hours / 24);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

/**
 * A modification time in local time, always 12 columns: with the clock within half a year (`Nov 21 14:02`), else with
 * the year (`Nov 21  2019`), as `ls -l` does. By hand, since `toLocaleString` costs 25 ms at its first call.
 */
export function formatTime(time: number, now: number): string {
  const date = new Date(time);
  const day = `${MONTHS[date.getMonth()]} ${String(date.getDate()).padStart(2)}`;
  const isNear = time <= now + 3600_000 && now - time < HALF_A_YEAR;
  return isNear
    ? `${day} ${pad(date.getHours())}:${pad(date.getMinutes())}`
    : `${day} ${String(date.getFullYear()).padStart(5)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
