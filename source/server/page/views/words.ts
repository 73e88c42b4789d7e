import { formatBytes } from '../../../domain/format.ts';
import { safeText } from '../../../domain/safe-text.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

/** A name for eyes: harmless, and apart from the direction of the text around it. */
export function shownName(name: string): Html {
  return html`<bdi>${safeText(name)}</bdi>`;
}

/** A time in UTC, which a script turns into the reader's own. `milliseconds` since 1970. */
export function shownTime(milliseconds: number): Html {
  const iso = new Date(Math.floor(milliseconds / 1000) * 1000).toISOString();
  return html`<time datetime="${iso.replace('.000', '')}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}

/** Bytes in words; of a file without content there are none. */
export function shownSize(size: number | null): string {
  return size === null ? 'no content yet' : formatBytes(size);
}

/** How much of the quota is used. */
export function quotaMeter({ total, used }: { readonly total: number; readonly used: number }): Html {
  const words = `${formatBytes(used)} of ${formatBytes(total)} used`;
  return html`<p class="quota">
    <meter
      min="0"
      max="${Math.max(1, total)}"
      high="${Math.round(total * 0.9)}"
      value="${used}"
      aria-label="Space used"
    >
      ${words}
    </meter>
    <span>${words}</span>
  </p>`;
}

const folder = 'M1.5 3.5a1 1 0 0 1 1-1h3.3l1.4 1.6h6.3a1 1 0 0 1 1 1v7.4a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1z';
const file = 'M3.5 2a.5.5 0 0 1 .5-.5h5.5l3 3v9.5a.5.5 0 0 1-.5.5H4a.5.5 0 0 1-.5-.5zM9.5 1.5v3h3';

/** A small picture of what a row is; the words beside it say the same. */
export function kindIcon(kind: 'file' | 'directory'): Html {
  const d = kind === 'file' ? file : folder;
  return html`<svg class="kind ${kind}" viewBox="0 0 16 16" width="18" height="18" aria-hidden="true" focusable="false">
    <path d="${d}" />
  </svg>`;
}
