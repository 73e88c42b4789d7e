const MOST = 4000;

/**
 * Keeps what Ink's output has worked out of a line (its characters, its width) from one picture to the next; Ink forgets it
 * each time, and works out all lines again where one has changed. Started over when it has grown large.
 */
export function sharing(make) {
  let shared;
  return () => {
    if (shared === undefined || shared.styledChars.size > MOST || shared.widths.size > MOST) shared = make();
    return shared;
  };
}
