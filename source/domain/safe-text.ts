/**
 * Makes any text safe to show: no control sequence, newline or direction change in a name, a path, a server's message or
 * a file ever reaches the terminal. What is on disk and on the wire stays exact; this is for eyes only.
 * C0 controls become their pictures (␛), DEL ␡, C1 and bidi controls and zero-width characters ‹hex›, a byte that was
 * not UTF-8 (lone surrogate U+DC80..U+DCFF) `\xNN`, any other lone surrogate U+FFFD.
 */
export function safeText(text: string): string {
  // Most names are plain; one scan settles them.
  return NEEDS_CARE.test(text) ? text.replace(EACH, picture) : text;
}

const CLASS =
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]';
const LONE = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
const TAGS = '\\udb40[\\udc00-\\udc7f]';
const NEEDS_CARE = new RegExp(`${CLASS}|${LONE}|${TAGS}`);
const EACH = new RegExp(`${CLASS}|${LONE}|${TAGS}`, 'g');

function picture(match: string): string {
  const code = match.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `\u2039${code.toString(16)}\u203a`;
}
