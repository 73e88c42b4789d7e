const PATTERN = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/;

/** Milliseconds since 1970 as nodes and volumes carry them: `YYYY-MM-DDTHH:MM:SSZ`, fractions cut (protocol §5.7). */
export function formatTimestamp(time: number): string {
  return `${new Date(Math.floor(time / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** As SSO v1 writes it: `YYYY-MM-DD HH:MM:SS.ffffff`. */
export function formatSso1Timestamp(time: number): string {
  return `${new Date(time).toISOString().slice(0, 23).replace('T', ' ')}000`;
}

/** As SSO v2 writes it: `YYYY-MM-DD HH:MM:SS`. */
export function formatSso2Timestamp(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Any of the three as milliseconds since 1970, whole seconds; null when it is no time. */
export function parseTimestamp(text: string): number | null {
  // The usual form goes straight to the engine's own parser: listings have many thousands.
  if (text.length === 20 && text[10] === 'T' && text[19] === 'Z') return orNull(Date.parse(text));
  const match = PATTERN.exec(text);
  if (match === null) return null;
  return orNull(Date.parse(`${match[1]}T${match[2]}Z`));
}

function orNull(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
