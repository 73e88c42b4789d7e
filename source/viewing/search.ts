import type { Pages } from './pages.ts';
import type { Pattern } from './pattern.ts';

/** A place where the pattern fits. */
export interface Found {
  readonly at: number;
  /** Bytes. */
  readonly length: number;
}

export interface Search {
  readonly pages: Pages;
  readonly pattern: Pattern;
  readonly signal: AbortSignal;
  /** Told now and then how far it is, as a share of the way. */
  readonly onProgress: (share: number) => void;
}

/** Bytes looked through at once when going backwards. */
const BACK_STRIDE = 256 * 1024;

/** The first find that begins at `from` or after it; the file is read once, past it nothing is. */
export async function findForward(search: Search, from: number): Promise<Found | null> {
  const { pages, pattern, signal, onProgress } = search;
  let base = from;
  let text = '';
  for await (const chunk of pages.stream(from, signal)) {
    text += Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    const match = firstMatch(pattern, text, base);
    if (match !== null) return match;
    // What may be the start of a find stays.
    const keep = Math.min(text.length, pattern.longest - 1);
    base += text.length - keep;
    text = text.slice(text.length - keep);
    const size = pages.facts?.size ?? 0;
    onProgress(size > from ? (base - from) / (size - from) : 1);
    signal.throwIfAborted();
  }
  return null;
}

/** The last find that begins before `before`. */
export async function findBackward(search: Search, before: number): Promise<Found | null> {
  const { pages, pattern, signal, onProgress } = search;
  for (let end = before; end > 0;) {
    const from = Math.max(0, end - BACK_STRIDE);
    const bytes = await pages.read(from, end + pattern.longest - 1, signal);
    const match = lastMatch(
      pattern,
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'),
      from,
      end,
    );
    if (match !== null) return match;
    end = from;
    onProgress(1 - end / before);
    signal.throwIfAborted();
  }
  return null;
}

function firstMatch({ expression, unit }: Pattern, text: string, base: number): Found | null {
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    if ((base + match.index) % unit === 0) return { at: base + match.index, length: match[0].length };
    expression.lastIndex = match.index + 1;
  }
  return null;
}

function lastMatch(pattern: Pattern, text: string, base: number, before: number): Found | null {
  let last: Found | null = null;
  const { expression, unit } = pattern;
  expression.lastIndex = 0;
  for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
    const at = base + match.index;
    if (at >= before) break;
    if (at % unit === 0) last = { at, length: match[0].length };
    expression.lastIndex = match.index + 1;
  }
  return last;
}
