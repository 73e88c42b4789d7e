/** Points for a character that begins a word, that follows its neighbour, and for each one left out before it. */
const WORD_START = 8;
const NEIGHBOUR = 10;
const GAP = 0.05;
const NEVER = Number.NEGATIVE_INFINITY;

/**
 * How well a typed text fits another, more being better; null when its characters are not in it in their order. Case and
 * blanks do not count. Starts of words and runs of neighbours weigh most, as in fzf.
 */
export function fuzzyScore(typed: string, text: string): number | null {
  const found = Array.from(text.toLowerCase());
  // Asked at each key for each command: a long text that was pasted must not be weighed against all of them.
  if (!isWithin(typed.toLowerCase(), found)) return null;
  const wanted = Array.from(typed.toLowerCase()).filter((character) => character !== ' ');
  if (wanted.length === 0) return 0;
  // The best sum of points with the character before the wanted one at each place.
  let ends: readonly number[] | null = null;
  for (const character of wanted) ends = nextEnds(ends, found, character);
  return Math.max(...(ends ?? []));
}

/** True when the characters but blanks are in the text in their order; it looks no further than the first that is not. */
function isWithin(wanted: string, found: readonly string[]): boolean {
  let at = -1;
  for (const character of wanted) {
    if (character === ' ') continue;
    at = found.indexOf(character, at + 1);
    if (at === -1) return false;
  }
  return true;
}

function nextEnds(before: readonly number[] | null, found: readonly string[], character: string): readonly number[] {
  let reached = before === null ? GAP : NEVER;
  return found.map((each, at) => {
    const neighbour = before?.[at - 1] ?? NEVER;
    reached = Math.max(reached - GAP, neighbour);
    if (each !== character) return NEVER;
    return Math.max(reached, neighbour + NEIGHBOUR) + 1 + (isWordStart(found, at) ? WORD_START : 0);
  });
}

function isWordStart(characters: readonly string[], at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(characters[at - 1] ?? ' ');
}
