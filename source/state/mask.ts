/**
 * A mask as in a shell: `*` is any text, `?` any one character, `[a-z]` one of these; case aside. Several masks are parted by
 * spaces or commas. Answers the test for a name; it never throws, whatever is typed.
 */
export function maskTest(masks: string): (name: string) => boolean {
  const tests = masks
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((mask) => new RegExp(`^${patternOf(mask)}$`, 'isu'));
  return (name) => tests.some((test) => test.test(name));
}

function patternOf(mask: string): string {
  return mask.replace(/\[([^\]/\\]+)\]|[*?]|[\\^$.|+(){}[\]/]/gu, (part, set: string | undefined) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return set === undefined ? `\\${part}` : classOf(set);
  });
}

/** A range that runs backwards (`[z-a]`) means its characters. */
function classOf(set: string): string {
  const isInverted = set.startsWith('!') || set.startsWith('^');
  const body = isInverted ? set.slice(1) : set;
  const ranges = body.replace(/[\^[]/gu, '\\$&').replace(/(.)-(.)/gu, (range, from: string, to: string) => {
    return from <= to ? range : `${from}\\-${to}`;
  });
  return ranges === '' ? '' : `[${isInverted ? '^' : ''}${ranges}]`;
}
