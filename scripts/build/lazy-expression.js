/** A regular expression that is compiled at its first use: those over sets of emoji take 10 ms. */
export function lazyExpression(make) {
  let real;
  return {
    test(text) {
      real ??= make();
      return real.test(text);
    },
  };
}
