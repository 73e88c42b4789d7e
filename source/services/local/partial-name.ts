import { byteLength } from './disk-path.ts';

const LONGEST_NAME = 255;
const MARK = '.u1partial-';

/**
 * The name beside a file under which its new content grows: `.NAME.u1partial-TAG`, NAME cut where the whole would pass
 * 255 bytes. It begins with a dot, so that listings hide it, and it tells whose rest it is should one be left.
 */
export function partialName(name: string, tag: string): string {
  const room = LONGEST_NAME - 1 - MARK.length - tag.length;
  let kept = '';
  let used = 0;
  for (const character of name) {
    used += byteLength(character);
    if (used > room) break;
    kept += character;
  }
  return `.${kept}${MARK}${tag}`;
}
