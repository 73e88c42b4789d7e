import { isCloudRoot, nameOf, parentOf } from '../domain/location.ts';
import type { Layer } from '../state/layers.ts';
import { textField } from '../state/text-field.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { openFolder } from './open-folder.ts';
import { showAddress } from './show-address.ts';
import { loadPublicFiles, stopPublishing } from './stop-publishing.ts';

type LayerOf<Type extends Layer['type']> = Extract<Layer, { type: Type }>;

/** The list of everything public, and a public address as a link and as a QR code. */
export const publishingCommands: readonly Command[] = [
  {
    id: 'public-files',
    title: 'Everything that is public, and an end to it',
    group: 'Files',
    layer: 'panes',
    keys: ['P'],
    run: openList,
  },
  on('public-files', { id: 'public-files-close', title: 'Close', keys: ['esc', 'f10', 'q'], run: pop }),
  step('up', 'Up', ['up', 'k'], -1),
  step('down', 'Down', ['down', 'j'], 1),
  step('page-up', 'Page up', ['pageup'], -10),
  step('page-down', 'Page down', ['pagedown'], 10),
  step('first', 'First', ['home'], -Infinity),
  step('last', 'Last', ['end', 'G'], Infinity),
  on('public-files', {
    id: 'public-files-address',
    title: 'The address, as a link and as a QR code',
    keys: ['enter', 'Y', 'c', 'r'],
    run(context, { files, cursor }) {
      const file = files?.[cursor];
      if (file !== undefined) showAddress(context, file.entry.name, file.entry.publicUrl ?? '');
    },
  }),
  on('public-files', { id: 'public-files-go', title: 'Go to its folder', keys: ['g', 'l', 'right'], run: goTo }),
  on('public-files', {
    id: 'public-files-stop',
    title: 'Stop publishing this one',
    keys: ['d', 'p', 'delete', 'f8'],
    run(context, { files, cursor }) {
      const file = files?.[cursor];
      if (file !== undefined) void stopPublishing(context, [file]);
    },
  }),
  on('public-files', { id: 'public-files-stop-all', title: 'Stop publishing all', keys: ['A'], run: askStopAll }),
  on('address', { id: 'address-close', title: 'Close', keys: ['esc', 'f10', 'q', 'enter'], run: pop }),
  on('address', {
    id: 'address-copy',
    title: 'Copy the address',
    keys: ['c', 'Y'],
    run: (context, layer) => replace(context, { ...layer, isCopied: context.copyText(layer.url) }),
  }),
  on('address', { id: 'address-qr', title: 'The address as a QR code, or not', keys: ['r', 'space'], run: toggleQr }),
];

function openList(context: CommandContext): void {
  context.dispatch({ type: 'layer/pushed', layer: { type: 'public-files', files: null, cursor: 0 } });
  void loadPublicFiles(context);
}

function askStopAll(context: CommandContext, { files }: LayerOf<'public-files'>): void {
  if (files === null || files.length === 0) return;
  const what =
    files.length === 1
      ? 'One file can be read by anyone. Its address will lead nowhere.'
      : `${files.length} files can be read by anyone. Their addresses will lead nowhere.`;
  context.dispatch({
    type: 'layer/pushed',
    layer: {
      type: 'confirm',
      title: 'Stop publishing all',
      lines: [what],
      yes: 'Stop all',
      no: 'Leave them',
      isYes: false,
      mustType: null,
      field: textField(),
      error: null,
      intent: { type: 'stop-publishing', files },
    },
  });
}

function goTo(context: CommandContext, { files, cursor }: LayerOf<'public-files'>): void {
  const file = files?.[cursor];
  const folder = file === undefined ? null : parentOf(file.location);
  if (file === undefined || folder === null || isCloudRoot(folder)) return;
  pop(context);
  openFolder(context, context.getState().active, folder, nameOf(file.location));
}

function toggleQr(context: CommandContext, layer: LayerOf<'address'>): void {
  if (layer.qr !== null) replace(context, { ...layer, qr: null });
  else void showQr(context, layer);
}

async function showQr(context: CommandContext, layer: LayerOf<'address'>): Promise<void> {
  const { qrRows } = await import('./qr-rows.ts');
  if (context.getState().layers.at(-1) === layer)
    replace(context, { ...layer, qr: qrRows(layer.url, context.hasBlocks) });
}

function step(id: string, title: string, keys: readonly string[], by: number): Command {
  return on('public-files', {
    id: `public-files-${id}`,
    title,
    keys,
    run(context, layer) {
      const last = (layer.files?.length ?? 0) - 1;
      replace(context, { ...layer, cursor: Math.max(0, Math.min(last, layer.cursor + by)) });
    },
  });
}

function pop(context: CommandContext): void {
  context.dispatch({ type: 'layer/popped' });
}

function replace(context: CommandContext, layer: Layer): void {
  context.dispatch({ type: 'layer/replaced', layer });
}
