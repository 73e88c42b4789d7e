import type { PictureSurface } from '../domain/view.ts';
import type { Capabilities } from '../terminal/capabilities.ts';
import type { Graphics } from '../terminal/graphics.ts';

/** What pictures are drawn on: the terminal itself where it can, else cells as far as its font and colours go. */
export function pictureSurfaceOf({ colors, charset }: Capabilities, graphics: Graphics): PictureSurface {
  if (colors === 'none') return { style: 'shades' };
  if (graphics.protocol !== 'none') return { style: 'graphic', ...graphics };
  return { style: charset === 'ascii' || charset === 'ascii-signs' ? 'blocks' : 'halves' };
}
