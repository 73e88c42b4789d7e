import createQrCode from 'qrcode-generator';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** Modules of white around it, which readers need. */
const QUIET = 4;

/** Text as a QR code, drawn in place: dark on white in any colour scheme, since readers need that. */
export function qrCode(text: string, label: string): Html {
  const code = createQrCode(0, 'M');
  code.addData(text);
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET;
  return html`<svg
    class="qr"
    role="img"
    aria-label="${label}"
    viewBox="0 0 ${size} ${size}"
    shape-rendering="crispEdges"
  >
    <path fill="#fff" d="M0 0h${size}v${size}H0z" />
    <path fill="#000" d="${darkModules(count, (row, column) => code.isDark(row, column))}" />
  </svg>`;
}

/** A path of one stroke for each run of dark modules in a row. */
function darkModules(count: number, isDark: (row: number, column: number) => boolean): string {
  const strokes: string[] = [];
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      let end = column;
      while (end < count && isDark(row, end)) end += 1;
      if (end > column) strokes.push(`M${column + QUIET} ${row + QUIET}h${end - column}v1h${column - end}z`);
      column = end;
    }
  }
  return strokes.join('');
}
