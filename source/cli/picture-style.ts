import type { PictureStyle } from '../domain/view.ts';
import type { Capabilities } from '../terminal/capabilities.ts';

/** How pictures can be drawn on this terminal. */
export function pictureStyleOf({ colors, charset }: Capabilities): PictureStyle {
  if (colors === 'none') return 'shades';
  return charset === 'ascii' || charset === 'ascii-signs' ? 'blocks' : 'halves';
}
