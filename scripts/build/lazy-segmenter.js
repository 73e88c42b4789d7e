import { sureWidth } from '../../source/terminal/sure-width.ts';

/**
 * An Intl.Segmenter that is made at its first use: making one costs some milliseconds, and six packages make one each when they
 * are loaded. Text in which nothing joins to anything is told apart without it.
 */
export function lazySegmenter(locales, options) {
  let real;
  return {
    segment(text) {
      if (isPlain(text)) return charactersOf(text);
      real ??= new Intl.Segmenter(locales, options);
      return real.segment(text);
    },
  };
}

/** True when each UTF-16 unit is a grapheme by itself. */
function isPlain(text) {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // CR and LF are one grapheme together.
    if ((code >= 0x20 || code === 0x0d) && (code >= 0x7f || code === 0x0d) && sureWidth(code) === 0) return false;
  }
  return true;
}

function charactersOf(text) {
  const segments = Array.from({ length: text.length });
  for (let at = 0; at < text.length; at += 1) segments[at] = { segment: text[at], index: at, input: text };
  segments.containing = (index = 0) => segments[Math.trunc(index) || 0];
  return segments;
}
