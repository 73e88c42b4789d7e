/** The zone in which frames show times. */
export const FRAME_ZONE = 'UTC';

// Set before Ink and its packages are loaded: that is when they look for how many colours there are.
process.env['FORCE_COLOR'] = '3';
process.env['TZ'] = FRAME_ZONE;
