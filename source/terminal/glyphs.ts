import { writtenAs, type Charset } from './charset.ts';
import { layoutWidth, widestReach } from './glyph-width.ts';
import { sureWidth } from './sure-width.ts';

/** The second column of a wide glyph. */
export const SECOND_HALF = 0;
export const BLANK = 0x20;
const FIRST_CLUSTER = 0x110000;

interface Cluster {
  readonly text: string;
  /** Columns in the layout. */
  readonly width: number;
  /** The most columns any terminal may paint. */
  readonly reach: number;
}

/**
 * Numbers for what a cell can show: a character that every terminal measures alike is its own code point; anything else (emoji,
 * joined or combining sequences) is numbered from 0x110000 on and kept here.
 */
export class Glyphs {
  readonly #clusters: Cluster[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #charset: Charset;
  #segmenter: Intl.Segmenter | null = null;

  constructor(charset: Charset = 'unicode') {
    this.#charset = charset;
  }

  /** The text of a glyph as the charset writes it; nothing for a second half. */
  text(glyph: number): string {
    if (glyph === SECOND_HALF) return '';
    const text =
      glyph < FIRST_CLUSTER ? String.fromCodePoint(glyph) : (this.#clusters[glyph - FIRST_CLUSTER]?.text ?? '');
    return this.#charset === 'unicode' ? text : writtenAs(text, this.width(glyph), this.#charset);
  }

  /** Columns in the layout. */
  width(glyph: number): number {
    return glyph < FIRST_CLUSTER ? sureWidth(glyph) : (this.#clusters[glyph - FIRST_CLUSTER]?.width ?? 1);
  }

  /** 0 for a glyph every terminal measures alike; else the most columns a terminal may paint for it. */
  doubtfulReach(glyph: number): number {
    return glyph < FIRST_CLUSTER || this.#charset === 'ascii' ? 0 : (this.#clusters[glyph - FIRST_CLUSTER]?.reach ?? 0);
  }

  /** Bytes of the glyph as UTF-8. */
  cost(glyph: number): number {
    if (glyph < 0x80) return glyph === SECOND_HALF ? 0 : 1;
    return glyph < 0x800 ? 2 : glyph < FIRST_CLUSTER ? 3 : 12;
  }

  /** The graphemes of a text without control characters, one number each; those of no width are left out. */
  *segment(text: string): Generator<number> {
    this.#segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    for (const { segment } of this.#segmenter.segment(text)) {
      const glyph = this.#numberOf(segment);
      if (glyph !== null) yield glyph;
    }
  }

  #numberOf(grapheme: string): number | null {
    const code = grapheme.codePointAt(0) ?? 0;
    if (grapheme.length === (code > 0xffff ? 2 : 1) && sureWidth(code) > 0) return code;
    const known = this.#numbers.get(grapheme);
    if (known !== undefined) return known;
    const width = Math.min(2, layoutWidth(grapheme));
    if (width === 0) return null;
    const number = FIRST_CLUSTER + this.#clusters.length;
    this.#clusters.push({ text: grapheme, width, reach: widestReach(grapheme, width) });
    this.#numbers.set(grapheme, number);
    return number;
  }
}
