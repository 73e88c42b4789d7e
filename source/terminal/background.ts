/** OSC 11 with a question mark: the terminal says which colour its background has. */
export const BACKGROUND_QUESTION = '\u001b]11;?\u001b\\';

/** From this much light on (0 to 1, as the eye weighs the colours) a background is light. */
const LIGHT_FROM = 0.5;

/**
 * Whether the background is dark, from the terminal's answer without its ends (`]11;rgb:1e1e/1e1e/2e2e`, also `rgba:` and
 * `#1e1e2e`); null for anything else.
 */
export function backgroundOf(report: string): 'dark' | 'light' | null {
  const channels = channelsOf(report);
  if (channels === null) return null;
  const [red = 0, green = 0, blue = 0] = channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < LIGHT_FROM ? 'dark' : 'light';
}

/** Red, green and blue from 0 to 1. Each has one to four hexadecimal digits. */
function channelsOf(report: string): readonly number[] | null {
  const words = /^\]11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})(?:\/[\da-f]{1,4})?$/i.exec(report);
  const hex = words?.slice(1) ?? /^\]11;#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(report)?.slice(1);
  return hex?.map((digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1)) ?? null;
}
