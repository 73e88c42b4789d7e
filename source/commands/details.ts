import type { Entry } from '../domain/entry.ts';
import { errorWithHint } from '../domain/error-words.ts';
import type { Fact } from '../domain/fact.ts';
import { formatBytes } from '../domain/format.ts';
import { parentOf, toPlainPath } from '../domain/location.ts';
import type { JobSource } from '../domain/transfer.ts';
import type { AppState } from '../state/app-state.ts';
import { factsIn, type DetailsLayer } from '../state/details-layer.ts';
import { activePane, entryUnderCursor, locationOf } from '../state/selectors.ts';
import { on } from './answering.ts';
import type { Command, CommandContext } from './command.ts';
import { listSteps } from './list-steps.ts';
import { toRecord } from './open-folder.ts';
import { whyNoEntry } from './why-nothing.ts';

/** The details of an entry: what its row knows at once, then what its store tells of it, each to be copied. */
export const detailsCommands: readonly Command[] = [
  {
    id: 'details',
    title: 'Details of an entry',
    group: 'Showing',
    layer: 'panes',
    keys: ['i'],
    whyDisabled: whyNoEntry,
    run: openDetails,
  },
  ...listSteps('details', (_, layer) => (layer.type === 'details' ? factsIn(layer).length : 0)),
  on('details', {
    id: 'details-close',
    title: 'Close',
    keys: ['esc', 'f10', 'q'],
    run(context) {
      // What is still being asked or read is not wanted any more.
      context.takeTurn('details');
      context.takeTurn('hash');
      context.dispatch({ type: 'layer/popped' });
    },
  }),
  on('details', {
    id: 'details-copy',
    title: 'Copy this one',
    keys: ['enter', 'c', 'Y'],
    run(context, layer) {
      const fact = factsIn(layer)[layer.cursor];
      if (fact !== undefined) copy(context, fact.value, fact.name);
    },
  }),
  on('details', {
    id: 'details-copy-all',
    title: 'Copy all of them',
    keys: ['A'],
    run: (context, layer) => copy(context, asText(factsIn(layer)), 'all of it'),
  }),
  on('details', {
    id: 'details-hash',
    title: 'Read the file for its hash',
    keys: ['H'],
    whyDisabled: whyNotHash,
    run: (context, layer) => void hash(context, layer),
  }),
];

function openDetails(context: CommandContext): void {
  const pane = activePane(context.getState());
  const entry = entryUnderCursor(pane);
  if (entry === null) return;
  const source = { location: locationOf(pane, entry.name), entry };
  const layer: DetailsLayer = {
    type: 'details',
    source,
    known: knownOf(source),
    told: null,
    cursor: 0,
    error: null,
    isHashing: false,
  };
  context.dispatch({ type: 'layer/pushed', layer });
  void ask(context, source);
}

function knownOf({ location, entry }: JobSource): readonly Fact[] {
  const parent = parentOf(location);
  const { name, kind, modifiedAt, hash: contentHash, publicUrl } = entry;
  const facts: readonly (readonly [name: string, value: string | null])[] = [
    ['Name', name],
    ['In', (parent === null ? '' : toPlainPath(parent)) || 'the list of volumes'],
    ['Kind', kind],
    ['Size', sizeWords(entry)],
    ['Changed', modifiedAt === null ? null : new Date(modifiedAt).toISOString()],
    ['Hash', contentHash],
    ['Public', publicUrl],
  ];
  return facts.flatMap(([title, value]) => (value === null ? [] : [{ name: title, value }]));
}

function sizeWords({ kind, size }: Entry): string | null {
  if (kind !== 'file') return null;
  return size === null ? 'no content' : `${formatBytes(size)} (${size} bytes)`;
}

/** Asks the store; an answer for details that were closed meanwhile is dropped. */
async function ask(context: CommandContext, source: JobSource): Promise<void> {
  const signal = context.takeTurn('details');
  try {
    const told = (await context.storeFor(source.location).facts?.(source.location, { signal })) ?? [];
    change(context, source, { told });
  } catch (error) {
    if (!signal.aborted) change(context, source, { told: [], error: errorWithHint(toRecord(error)) });
  }
}

function whyNotHash({ layers }: AppState): string | null {
  const top = layers.at(-1);
  if (top?.type !== 'details') return null;
  const { entry, location } = top.source;
  if (entry.hash !== null) return 'Its hash is known';
  if (entry.kind !== 'file' && entry.kind !== 'link') return 'Only files have a hash';
  return location.side === 'local' ? null : 'Without content there is no hash';
}

async function hash(context: CommandContext, { source }: DetailsLayer): Promise<void> {
  const signal = context.takeTurn('hash');
  change(context, source, { isHashing: true, error: null });
  try {
    const hashes = await context.storeFor(source.location).hashes?.(source.location, { signal });
    if (hashes === undefined) return;
    const entry = { ...source.entry, hash: hashes.hash };
    change(context, source, { known: knownOf({ ...source, entry }), isHashing: false });
  } catch (error) {
    if (!signal.aborted) change(context, source, { isHashing: false, error: errorWithHint(toRecord(error)) });
  }
}

function change(context: CommandContext, source: JobSource, part: Partial<DetailsLayer>): void {
  const top = context.getState().layers.at(-1);
  if (top?.type !== 'details' || top.source !== source) return;
  context.dispatch({ type: 'layer/replaced', layer: { ...top, ...part } });
}

function copy(context: CommandContext, text: string, what: string): void {
  const words = context.copyText(text) ? `Copied: ${what}` : 'Too long to copy';
  context.dispatch({ type: 'notice', notice: { tone: 'info', text: words } });
}

function asText(facts: readonly Fact[]): string {
  return facts.map(({ name, value }) => `${name}: ${value}`).join('\n');
}
