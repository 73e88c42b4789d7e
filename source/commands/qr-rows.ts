import createQrCode from 'qrcode-generator';

/** Light modules around the code; readers of screens do with two. */
const QUIET = 2;

/**
 * A text as a QR code: what is drawn is light and what is blank is dark, so the look has to be white on black. In half blocks it
 * has two modules a cell, without them a module takes two cells. Load it late.
 */
export function qrRows(text: string, hasBlocks: boolean): readonly string[] {
  const code = createQrCode(0, 'L');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET;
  const isLight = (row: number, column: number): boolean => {
    const [y, x] = [row - QUIET, column - QUIET];
    const isInside = y >= 0 && x >= 0 && y < count && x < count;
    return row < size && (!isInside || !code.isDark(y, x));
  };
  if (!hasBlocks) {
    const signOf = (row: number, column: number): string => (isLight(row, column) ? '##' : '  ');
    return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, at) => signOf(row, at)).join(''));
  }
  const rows: string[] = [];
  for (let row = 0; row < size; row += 2) {
    let text = '';
    for (let column = 0; column < size; column += 1) text += blockOf(isLight(row, column), isLight(row + 1, column));
    rows.push(text);
  }
  return rows;
}

function blockOf(isUpper: boolean, isLower: boolean): string {
  if (isUpper && isLower) return '█';
  if (isUpper) return '▀';
  return isLower ? '▄' : ' ';
}
