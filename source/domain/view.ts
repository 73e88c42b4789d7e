/** How a file is shown. */
export type ViewMode = 'text' | 'hex' | 'picture';

/** How bytes become characters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin-1' | 'windows-1252';

/** A piece of a row in one look. Its text is safe for the terminal already. */
export interface ViewSpan {
  readonly text: string;
  readonly look: 'plain' | 'found' | 'faint' | 'error';
}

/** A row of the screen. */
export type ViewRow = readonly ViewSpan[];

/**
 * How pixels are drawn: in half blocks, as blanks on colours where the font has none, or in shades where there are no colours;
 * `graphic` by the terminal itself.
 */
export type PictureStyle = 'halves' | 'blocks' | 'shades' | 'graphic';

/** The pixels of a cell of the screen. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
}

/** What pictures are drawn on: cells, or a terminal that draws them itself by one of these protocols. */
export type PictureSurface =
  | { readonly style: Exclude<PictureStyle, 'graphic'> }
  | { readonly style: 'graphic'; readonly protocol: 'kitty' | 'sixel'; readonly cell: CellSize };

/** A picture that the terminal draws itself over so many cells. */
export interface PictureGraphic {
  readonly columns: number;
  readonly rows: number;
  /** The bytes that draw it where the cursor is. */
  readonly sequence: string;
  /** The bytes that take it away; null where it goes with the cells that are written over it. */
  readonly clear: string | null;
}

/** A picture made small: two pixels a cell, one above the other. */
export interface ViewPicture {
  readonly style: PictureStyle;
  readonly columns: number;
  /** Pixels in a column: twice the rows. */
  readonly height: number;
  /** Red, green, blue, opacity for each pixel, row by row; below half opaque the terminal's own ground shows. */
  readonly pixels: Uint8Array;
  /** Where the style is `graphic`; there are no pixels then. */
  readonly graphic?: PictureGraphic;
}

/** What a viewer shows at this moment; plain data. */
export interface View {
  /** `waiting` for the first bytes; `failed` when they could not be had, and `rows` tell why. */
  readonly state: 'waiting' | 'ready' | 'failed';
  readonly mode: ViewMode;
  readonly encoding: Encoding;
  readonly isWrapped: boolean;
  readonly rows: readonly ViewRow[];
  readonly picture: ViewPicture | null;
  /** What is said of the file besides: `binary`, `PNG 640x480`; empty where there is nothing. */
  readonly kind: string;
  /** Bytes of the file; null before they are known. */
  readonly size: number | null;
  /** The first byte shown, and the one after the last. */
  readonly offset: number;
  readonly end: number;
  /** Something takes its time, and Escape stops it. */
  readonly isBusy: boolean;
  /** Columns that are left out at the left of each line. */
  readonly column: number;
}

/** What a person can do in a viewer. */
export type ViewAct =
  | { readonly type: 'scroll'; readonly rows: number }
  | { readonly type: 'page'; readonly pages: number }
  | { readonly type: 'sideways'; readonly columns: number }
  | { readonly type: 'start' | 'end' }
  | { readonly type: 'next-mode' | 'wrap' | 'next-encoding' }
  /** Looks for the text; in hex also for bytes written as `de ad` or `0xdead`. */
  | { readonly type: 'find'; readonly text: string; readonly isBackward: boolean }
  | { readonly type: 'find-again'; readonly isReversed: boolean }
  /** A line, `50%`, `@offset` or `0xoffset`. */
  | { readonly type: 'go'; readonly text: string }
  /** The screen has another size; or somebody looks whether the file is still the same. */
  | { readonly type: 'fit' | 'look' }
  | { readonly type: 'reload' }
  /** Stops a search or a read that is under way. */
  | { readonly type: 'stop' };
