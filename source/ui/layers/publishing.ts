import type { Registry } from '../../commands/registry.ts';
import { formatBytes } from '../../domain/format.ts';
import { toPlainPath } from '../../domain/location.ts';
import { isOfEmbeddedCloud } from '../../domain/public-file.ts';
import type { Layer } from '../../state/layers.ts';
import { fitMiddle, widthOf, wrap } from '../fit.ts';
import type { PanelContent, Span } from '../panel.tsx';
import { hintLines } from './hints.ts';

interface Room {
  readonly width: number;
  readonly height: number;
}

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

/** Lines besides the code: the address, a blank and the hint. */
const AROUND_QR = 3;

/** A public address: a link, text to read, and a QR code when it is asked for and there is room. */
export function addressContent(
  { name, url, isCopied, qr }: LayerOf<'address'>,
  registry: Registry,
  room: Room,
): PanelContent {
  const codeWidth = widthOf(qr?.[0] ?? '');
  const width = Math.min(room.width, Math.max(widthOf(url), codeWidth, 40));
  const address = wrap(url, width).map((text): readonly Span[] => [{ text, look: 'link', link: url }]);
  const limit = isOfEmbeddedCloud(url) ? wrap('The embedded cloud answers nobody else; a server does.', width) : [];
  const limits = limit.map((text): readonly Span[] => [{ text, look: 'warning' }]);
  const code = qr === null ? [] : codeLines(qr, { room, width, around: AROUND_QR + address.length + limits.length });
  const hints = hintLines(
    registry,
    [
      ['address-copy', `copies${isCopied ? ' (done)' : ''}`],
      ['address-qr', qr === null ? 'shows a QR code' : 'hides it'],
      ['address-close', 'closes'],
    ],
    width,
  );
  return { title: `Anyone can read ${name}`, width, lines: [...address, ...limits, ...code, [], ...hints] };
}

function codeLines(
  qr: readonly string[],
  { room, width, around }: { readonly room: Room; readonly width: number; readonly around: number },
): readonly (readonly Span[])[] {
  const needed = widthOf(qr[0] ?? '');
  const isFitting = needed <= room.width && qr.length + around <= room.height;
  if (isFitting) return [[], ...qr.map((text): readonly Span[] => [{ text, look: 'code' }, { text: '' }])];
  const words = `A QR code needs ${needed + 6} columns and ${qr.length + around + 4} rows here.`;
  return [[], ...wrap(words, width).map((text): readonly Span[] => [{ text, look: 'warning' }])];
}

/** Everything that is public, one a line. */
export function publicFilesContent(
  { files, cursor }: LayerOf<'public-files'>,
  registry: Registry,
  { width, height }: Room,
): PanelContent {
  const isHereOnly = files?.some(({ entry }) => isOfEmbeddedCloud(entry.publicUrl ?? '')) === true;
  const title = isHereOnly ? 'Public, on this machine only' : 'Public: anyone can read these';
  if (files === null) return { title, width, lines: [[{ text: 'reading …', look: 'faint' }]] };
  if (files.length === 0) {
    const hints = hintLines(registry, [['public-files-close', 'closes']], width);
    return { title, width, lines: [[{ text: 'Nothing is public.' }], [], ...hints] };
  }
  const rows = files.map(({ location, entry }, at): readonly Span[] => {
    const size = entry.size === null ? '' : formatBytes(entry.size);
    const url = entry.publicUrl ?? '';
    const rest = Math.max(0, width - 2 - 11);
    const isWide = rest >= 80;
    const name = fitMiddle(toPlainPath(location), isWide ? rest - widthOf(url) - 2 : rest);
    const line = `${name}  ${size.padStart(9)}${isWide ? `  ${url}` : ''}`;
    return at === cursor ? [{ text: `> ${line}`, look: 'cursor' }] : [{ text: `  ${line}` }];
  });
  const hints = hintLines(
    registry,
    [
      ['public-files-address', 'shows the address'],
      ['public-files-go', 'goes there'],
      ['public-files-stop', 'stops this one'],
      ['public-files-stop-all', 'stops all'],
      ['public-files-close', 'closes'],
    ],
    width,
  );
  const room = Math.max(1, height - 1 - hints.length);
  const top = Math.max(0, Math.min(rows.length - room, cursor - Math.floor(room / 2)));
  return { title, width, lines: [...rows.slice(top, top + room), [], ...hints] };
}
