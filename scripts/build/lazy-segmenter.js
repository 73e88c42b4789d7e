/**
 * An Intl.Segmenter that is made at its first use: making one costs some milliseconds, and five packages make one each when
 * they are loaded.
 */
export function lazySegmenter(locales, options) {
  let real;
  return {
    segment(text) {
      real ??= new Intl.Segmenter(locales, options);
      return real.segment(text);
    },
    resolvedOptions() {
      real ??= new Intl.Segmenter(locales, options);
      return real.resolvedOptions();
    },
  };
}
