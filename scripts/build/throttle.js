/**
 * The one function that Ink takes from es-toolkit/compat: calls at once, then at most every `wait` milliseconds, the last call
 * never lost.
 */
export function throttle(act, wait = 0) {
  let timer;
  let waiting;
  let lastCall = -Infinity;
  const call = (words) => {
    waiting = undefined;
    lastCall = performance.now();
    act(...words);
  };
  const throttled = (...words) => {
    const left = lastCall + wait - performance.now();
    if (timer === undefined && left <= 0) return call(words);
    waiting = words;
    timer ??= setTimeout(throttled.flush, Math.max(0, left));
  };
  throttled.flush = () => {
    const words = waiting;
    throttled.cancel();
    if (words !== undefined) call(words);
  };
  throttled.cancel = () => {
    clearTimeout(timer);
    timer = undefined;
    waiting = undefined;
  };
  return throttled;
}
