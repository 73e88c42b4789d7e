/** Where the terminal's cursor is; a null column is one that terminals may disagree on. */
export interface Cursor {
  readonly row: number;
  readonly column: number | null;
}

const CSI = '\u001b[';

/** The shortest sequence that brings the cursor to a cell, counted from 0. It never scrolls and never leaves the screen. */
export function motion(from: Cursor | null, row: number, column: number): string {
  const absolute = `${CSI}${row === 0 ? '' : row + 1}${column === 0 ? '' : `;${column + 1}`}H`;
  if (from === null) return absolute;
  const across = acrossFrom(from.column, column);
  if (from.row === row) return across;
  const relative = shortest(downFrom(from.row, row) + across, column === 0 ? nextLine(from.row, row) : absolute);
  return shortest(relative, absolute);
}

function acrossFrom(from: number | null, column: number): string {
  if (from === column) return '';
  const address = column === 0 ? '\r' : `${CSI}${column + 1}G`;
  if (from === null) return address;
  const distance = Math.abs(column - from);
  const count = distance === 1 ? '' : distance;
  if (column > from) return shortest(address, `${CSI}${count}C`);
  return shortest(address, distance <= 3 ? '\b'.repeat(distance) : `${CSI}${count}D`);
}

function downFrom(from: number, row: number): string {
  const distance = Math.abs(row - from);
  const count = distance === 1 ? '' : distance;
  if (row > from) return distance <= 3 ? '\u000b'.repeat(distance) : `${CSI}${count}B`;
  return distance === 1 ? '\u001bM' : `${CSI}${count}A`;
}

function nextLine(from: number, row: number): string {
  const distance = row - from;
  return distance > 0 ? `${CSI}${distance === 1 ? '' : distance}E` : `${CSI}${distance === -1 ? '' : -distance}F`;
}

function shortest(first: string, second: string): string {
  return second.length < first.length ? second : first;
}
