/** What is used of omggif, which has no types of its own. */
declare module 'omggif' {
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    decodeAndBlitFrameRGBA(frame: number, pixels: Uint8Array): void;
  }
  export class GifWriter {
    constructor(bytes: Uint8Array, width: number, height: number, options: { readonly palette: readonly number[] });
    addFrame(x: number, y: number, width: number, height: number, colors: readonly number[]): void;
    /** The length of the whole. */
    end(): number;
  }
}
