import type { ColorDepth } from './capabilities.ts';
import { colorCode, DEFAULT_COLOR, reduceColor } from './colors.ts';

/** How a cell is drawn. `attributes` are bits in the order of `ATTRIBUTES`; `link` is an OSC 8 address or nothing. */
interface Style {
  readonly foreground: number;
  readonly background: number;
  readonly attributes: number;
  readonly link: string;
}

const BOLD = 1;
const DIM = 2;
const UNDERLINE = 8;
const INVERSE = 32;
const STRIKE = 128;
/** What can be seen on a blank. */
const SEEN_ON_BLANK = UNDERLINE | INVERSE | STRIKE;
/** SGR codes that turn each bit on and off, from the lowest bit up. */
const ON = [1, 2, 3, 4, 5, 7, 8, 9] as const;
const OFF = [22, 22, 23, 24, 25, 27, 28, 29] as const;
const NO_STYLE: Style = { foreground: DEFAULT_COLOR, background: DEFAULT_COLOR, attributes: 0, link: '' };

/** The style number of a cell that nothing was ever said about. */
export const PLAIN = 0;

/** Numbers for styles, and the shortest way from one to another. */
export class Styles {
  readonly #depth: ColorDepth;
  readonly #hasLinks: boolean;
  readonly #styles: Style[] = [NO_STYLE];
  readonly #numbers = new Map<string, number>([[keyOf(NO_STYLE), PLAIN]]);
  readonly #applied = new Map<string, number>();
  readonly #steps = new Map<number, string>();
  readonly #blanks: number[] = [];

  /** Without links (OSC 8) their text is written alone. */
  constructor(depth: ColorDepth, hasLinks = true) {
    this.#depth = depth;
    this.#hasLinks = hasLinks;
  }

  /** The style after an SGR sequence with these parameters (`1;38;5;208`). */
  apply(style: number, parameters: string): number {
    const key = `${style} ${parameters}`;
    const known = this.#applied.get(key);
    if (known !== undefined) return known;
    const next = this.#number(applySgr(this.#style(style), parameters, this.#depth));
    this.#applied.set(key, next);
    return next;
  }

  /** The style inside an OSC 8 link; an empty address ends it. */
  withLink(style: number, link: string): number {
    return this.#hasLinks ? this.#number({ ...this.#style(style), link }) : style;
  }

  /** The simplest style in which a blank looks the same. */
  ofBlank(style: number): number {
    return (this.#blanks[style] ??= this.#number(seenOnBlank(this.#style(style))));
  }

  /** What to write to go from one style to another. */
  step(from: number, to: number): string {
    if (from === to) return '';
    const key = from * 0x100000 + to;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const step = stepBetween(this.#style(from), this.#style(to));
    this.#steps.set(key, step);
    return step;
  }

  #style(number: number): Style {
    return this.#styles[number] ?? NO_STYLE;
  }

  #number(style: Style): number {
    const key = keyOf(style);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#styles.length);
    return this.#styles.push(style) - 1;
  }
}

function keyOf({ foreground, background, attributes, link }: Style): string {
  return `${foreground},${background},${attributes},${link}`;
}

function seenOnBlank(style: Style): Style {
  // Inverse and lines are drawn in the ink, which bold and dim change.
  const attributes = (style.attributes & SEEN_ON_BLANK) === 0 ? 0 : style.attributes & (SEEN_ON_BLANK | BOLD | DIM);
  const foreground = attributes === 0 ? DEFAULT_COLOR : style.foreground;
  return { foreground, background: style.background, attributes, link: style.link };
}

function applySgr(style: Style, parameters: string, depth: ColorDepth): Style {
  let { foreground, background, attributes } = style;
  const codes = parameters.split(/[;:]/).map(Number);
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 0) [foreground, background, attributes] = [DEFAULT_COLOR, DEFAULT_COLOR, 0];
    else if (code === 39) foreground = DEFAULT_COLOR;
    else if (code === 49) background = DEFAULT_COLOR;
    else if (code >= 30 && code < 50) {
      const [color, used] = colorOf(codes, at);
      if (code < 40) foreground = reduceColor(color, depth);
      else background = reduceColor(color, depth);
      at += used;
    } else if (code >= 90 && code <= 97) foreground = reduceColor(code - 82, depth);
    else if (code >= 100 && code <= 107) background = reduceColor(code - 92, depth);
    else attributes = withAttribute(attributes, code);
  }
  return { foreground, background, attributes, link: style.link };
}

/** The colour of 30 to 48 at this place, and how many further codes it took. */
function colorOf(codes: readonly number[], at: number): readonly [color: number, used: number] {
  const code = codes[at] ?? 0;
  if (code !== 38 && code !== 48) return [code % 10, 0];
  if (codes[at + 1] === 5) return [codes[at + 2] ?? 0, 2];
  const [red = 0, green = 0, blue = 0] = codes.slice(at + 2, at + 5);
  return [0x1000000 | (red << 16) | (green << 8) | blue, 4];
}

function withAttribute(attributes: number, code: number): number {
  const on = ON.findIndex((each) => each === code);
  if (on !== -1) return attributes | (1 << on);
  return OFF.reduce((left, each, bit) => (each === code ? left & ~(1 << bit) : left), attributes);
}

function stepBetween(from: Style, to: Style): string {
  const link = from.link === to.link ? '' : `\u001b]8;;${to.link}\u001b\\`;
  const changes = changesBetween(from, to);
  if (changes.length === 0) return link;
  const fresh = ['', ...changesBetween(NO_STYLE, to)];
  const changed = changes.join(';');
  const afresh = fresh.join(';');
  return `\u001b[${afresh.length <= changed.length ? afresh : changed}m${link}`;
}

function changesBetween(from: Style, to: Style): (number | string)[] {
  const codes: (number | string)[] = [];
  const gone = from.attributes & ~to.attributes;
  let come = to.attributes & ~from.attributes;
  // 22 ends both bold and dim.
  if ((gone & (BOLD | DIM)) !== 0) come |= to.attributes & (BOLD | DIM);
  OFF.forEach((code, bit) => {
    if ((gone & (1 << bit)) !== 0 && !codes.includes(code)) codes.push(code);
  });
  ON.forEach((code, bit) => {
    if ((come & (1 << bit)) !== 0) codes.push(code);
  });
  if (from.foreground !== to.foreground) codes.push(colorCode(to.foreground, 30));
  if (from.background !== to.background) codes.push(colorCode(to.background, 40));
  return codes;
}
