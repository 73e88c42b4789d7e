import { isFolderLike, type Entry } from '../domain/entry.ts';
import { cloudLocation, isCloudRoot, nameOf, parentOf } from '../domain/location.ts';
import { candidatesFor, completed, NO_COMPLETION, picked, typedFolder, withPicked } from '../state/completion.ts';
import type { AppState } from '../state/app-state.ts';
import type { Layer } from '../state/layers.ts';
import type { PaneSide } from '../state/pane.ts';
import type { CommandContext } from './command.ts';
import { openFolder } from './open-folder.ts';
import { parseTypedPath, typedFolderPlace, type TypedFrom } from './typed-path.ts';

type Prompt = Extract<Layer, { type: 'prompt' }>;

/** More names than these nobody looks through; what is typed narrows them down on the next reading. */
const MOST_NAMES = 5000;

/** Goes there: into a folder, or to a file in its folder. Rejects with why it cannot; a prompt that was closed goes nowhere. */
export async function goTo(context: CommandContext, side: PaneSide, text: string): Promise<void> {
  const layer = context.getState().layers.at(-1);
  const signal = context.takeTurn('go-to');
  // The names that complete the line are no longer wanted: it stays as it is.
  context.takeTurn('complete');
  const from = typedFrom(context.getState(), side);
  const volumes = from.base.side === 'cloud' || text.startsWith('cloud:') ? await readVolumes(context, signal) : [];
  const location = parseTypedPath(text, { ...from, volumes });
  const entry = await context.storeFor(location).stat(location, { signal });
  if (context.getState().layers.at(-1) !== layer) return;
  const parent = parentOf(location);
  if (isFolderLike(entry) || parent === null) openFolder(context, side, location);
  else openFolder(context, side, parent, nameOf(location));
}

/** The typed line was edited: on this machine the names of its folder are looked up at once, in the cloud at Tab. */
export function lookUpEdited(context: CommandContext): void {
  const layer = promptOf(context.getState());
  if (layer?.completion === undefined || typedFolder(layer.field.text) === layer.completion.folder) return;
  const isLocal = placeOf(context.getState(), layer)?.side === 'local';
  if (isLocal) lookUp(context);
}

/** Tab: completes the line as far as the names allow, or picks the next of them; they are read first where they are not here. */
export function complete(context: CommandContext, layer: Prompt): void {
  const { completion, field } = layer;
  if (completion === undefined) return;
  const isHere = completion.folder === typedFolder(field.text);
  if (isHere && completion.status === 'ready') {
    replace(context, { ...layer, ...completed({ field, completion }) });
    lookUpEdited(context);
  } else lookUp(context, true);
}

/** Picks the next name, or the one before. */
export function pick(context: CommandContext, layer: Prompt, step: 1 | -1): void {
  const { completion, field } = layer;
  if (completion !== undefined) replace(context, { ...layer, ...picked({ field, completion }, step) });
}

/** Puts the picked name into the line; false when none is picked, and Enter means the line as it is. */
export function takePicked(context: CommandContext, layer: Prompt): boolean {
  const { completion, field } = layer;
  const line = completion === undefined ? null : withPicked({ field, completion });
  if (line === null) return false;
  replace(context, { ...layer, ...line });
  lookUpEdited(context);
  return true;
}

/** Reads the names of the typed folder; the reading for an earlier one is called off. */
function lookUp(context: CommandContext, isWanted = false): void {
  const layer = promptOf(context.getState());
  if (layer?.completion === undefined) return;
  const folder = typedFolder(layer.field.text);
  replace(context, { ...layer, completion: { ...NO_COMPLETION, folder, status: 'reading', isWanted } });
  const signal = context.takeTurn('complete');
  readNames(context, layer, signal).then(
    (entries) => {
      if (!signal.aborted) take(context, folder, 'ready', entries);
    },
    () => {
      if (!signal.aborted) take(context, folder, 'failed', []);
    },
  );
}

function take(context: CommandContext, folder: string, status: 'ready' | 'failed', entries: readonly Entry[]): void {
  const layer = promptOf(context.getState());
  if (layer?.completion?.folder !== folder) return;
  const names = entries.map((entry) => ({ name: entry.name, isFolder: isFolderLike(entry) }));
  const completion = { ...layer.completion, status, names };
  const line = { field: layer.field, completion };
  const isTaken = completion.isWanted && candidatesFor(line).length > 0;
  replace(context, { ...layer, ...(isTaken ? completed(line) : { completion: { ...completion, isWanted: false } }) });
}

async function readNames(context: CommandContext, layer: Prompt, signal: AbortSignal): Promise<readonly Entry[]> {
  const place = placeOf(context.getState(), layer);
  if (place === null) return [];
  const names: Entry[] = [];
  // A name without a folder may be a volume's, and may be one in the folder of the pane.
  if (place.side === 'cloud' && typedFolder(layer.field.text) === '' && !isCloudRoot(place)) {
    names.push(...(await readVolumeEntries(context, signal)));
  }
  for await (const entries of context.storeFor(place).list(place, { signal })) {
    signal.throwIfAborted();
    names.push(...entries);
    if (names.length > MOST_NAMES) break;
  }
  return names;
}

function placeOf(state: AppState, layer: Prompt) {
  if (layer.intent.type !== 'go-to') return null;
  try {
    return typedFolderPlace(typedFolder(layer.field.text), typedFrom(state, layer.intent.side));
  } catch {
    return null;
  }
}

function typedFrom({ account, home, volumes, ...state }: AppState, side: PaneSide): TypedFrom {
  return { base: state[side].location, account: account.id, home, volumes };
}

async function readVolumes(context: CommandContext, signal: AbortSignal): Promise<readonly string[]> {
  return (await readVolumeEntries(context, signal)).map(({ name }) => name);
}

async function readVolumeEntries(context: CommandContext, signal: AbortSignal): Promise<readonly Entry[]> {
  const root = cloudLocation(context.getState().account.id, null);
  const volumes: Entry[] = [];
  for await (const entries of context.storeFor(root).list(root, { signal })) volumes.push(...entries);
  context.dispatch({ type: 'places/volumes', names: volumes.map(({ name }) => name) });
  return volumes;
}

function promptOf({ layers }: AppState): Prompt | null {
  const top = layers.at(-1);
  return top?.type === 'prompt' ? top : null;
}

function replace(context: CommandContext, layer: Prompt): void {
  context.dispatch({ type: 'layer/replaced', layer });
}
