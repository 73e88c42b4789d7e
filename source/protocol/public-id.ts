const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const LENGTH = 22;
const LIMIT = 1n << 128n;

/** The identifier in a public address: a UUID as a 128-bit number in base 62, 22 digits (protocol §5.4). */
export function encodePublicId(uuid: string): string {
  let rest = BigInt(`0x${uuid.replaceAll('-', '')}`);
  let text = '';
  for (let place = 0; place < LENGTH; place += 1) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

/** The UUID of a public identifier; null when it is none. */
export function decodePublicId(id: string): string | null {
  if (!/^[0-9A-Za-z]{22}$/.test(id)) return null;
  let number = 0n;
  for (const digit of id) number = number * 62n + BigInt(DIGITS.indexOf(digit));
  if (number >= LIMIT) return null;
  const hex = number.toString(16).padStart(32, '0');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
