import type { IncomingHttpHeaders } from 'node:http';
import type { Tags, UploadCondition } from '../rules/nodes/condition.ts';

/** The conditions of a content PUT, whose tags are those that GET sends: the hex of the hash. Null where there are none. */
export function readConditions(headers: IncomingHttpHeaders): UploadCondition | null {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match === undefined && noneMatch === undefined) return null;
  return {
    // A weak tag is never the same as another where it matters that all is the same (RFC 9110 §8.8.3.2).
    match: match === undefined ? null : readTags(match.replaceAll(/W\/"[^"]*"/g, '')),
    noneMatch: noneMatch === undefined ? null : readTags(noneMatch),
  };
}

function readTags(header: string): Tags {
  if (header.trim() === '*') return 'any';
  return Array.from(header.matchAll(/"([^"]*)"/g), ([, tag = '']) => `sha1:${tag.toLowerCase()}`);
}
