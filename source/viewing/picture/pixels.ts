/** Decoded pixels: red, green, blue, opacity for each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Made small by averaging, so that it fits into so many pixels and keeps its shape; never made larger. */
export function fitPixels(
  { width, height, rgba }: Pixels,
  most: { readonly width: number; readonly height: number },
): Pixels {
  const scale = Math.min(1, most.width / width, most.height / height);
  const small = { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
  const out = new Uint8Array(small.width * small.height * 4);
  for (let y = 0; y < small.height; y += 1) {
    const [top, bottom] = span(y, small.height, height);
    for (let x = 0; x < small.width; x += 1) {
      const [left, right] = span(x, small.width, width);
      out.set(average({ width, height, rgba }, { left, right, top, bottom }), (y * small.width + x) * 4);
    }
  }
  return { ...small, rgba: out };
}

/** The pixels that one of the small picture stands for. */
function span(at: number, count: number, length: number): readonly [number, number] {
  const from = Math.floor((at * length) / count);
  return [from, Math.max(from + 1, Math.floor(((at + 1) * length) / count))];
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A pixel counts for as much as it is opaque. */
function average({ width, rgba }: Pixels, { left, right, top, bottom }: Area): readonly number[] {
  const sum = [0, 0, 0, 0];
  for (let y = top; y < bottom; y += 1) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      const opacity = rgba[at + 3] ?? 0;
      for (let channel = 0; channel < 3; channel += 1)
        sum[channel] = (sum[channel] ?? 0) + (rgba[at + channel] ?? 0) * opacity;
      sum[3] = (sum[3] ?? 0) + opacity;
    }
  }
  const [red = 0, green = 0, blue = 0, opacity = 0] = sum;
  const count = (right - left) * (bottom - top);
  return opacity === 0 ? [0, 0, 0, 0] : [red / opacity, green / opacity, blue / opacity, opacity / count];
}
