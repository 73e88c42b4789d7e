import { AppError } from '../domain/app-error.ts';
import { nameOf, parentOf, toPlainPath, type Location } from '../domain/location.ts';
import type { JobSource, JobSpec } from '../domain/transfer.ts';
import { folderWork } from './enter-folder.ts';
import type { FolderWork, Item, TargetFolder } from './work.ts';

export interface ChosenItems {
  readonly items: readonly Item[];
  /** The folders of the sources that have a place of their own; each is held open once. */
  readonly places: readonly FolderWork[];
}

/** The sources of a job as what it has to do: into its target, or each to the place that a plan gave it. */
export function chosenItems(
  spec: JobSpec,
  root: FolderWork,
  openPlace: (folder: Location) => Promise<TargetFolder>,
): ChosenItems {
  const isAlone = spec.sources.length === 1;
  const places = new Map<string, FolderWork>();
  const placeFor = (folder: Location): FolderWork => {
    const key = toPlainPath(folder);
    const known = places.get(key);
    if (known !== undefined) return known;
    const place = folderWork(root, null, folder, openPlace(folder));
    root.pending += 1;
    places.set(key, place);
    return place;
  };
  const items = spec.sources.map((source): Item => {
    const { location, entry, to } = source;
    if (to !== undefined) return plannedItem(source, to, placeFor(folderOf(to)));
    // A volume may be called `one/two`, which is no name anywhere else.
    const ownName = nameOf(location).replaceAll('/', '-');
    const name = isAlone ? (spec.targetName ?? ownName) : ownName;
    return { folder: root, from: location, entry, name, isChosen: true };
  });
  return { items, places: [...places.values()] };
}

/** It replaces what was seen when the plan was made, and nothing else. */
function plannedItem({ location, entry, replaces }: JobSource, to: Location, folder: FolderWork): Item {
  const name = nameOf(to);
  if (replaces !== undefined && replaces !== null) {
    void folder.target.then(({ standing }) => standing.set(name, replaces)).catch(() => undefined);
  }
  const policy = replaces === undefined || replaces === null ? 'fail' : 'overwrite';
  return { folder, from: location, entry, name, policy, isChosen: true };
}

function folderOf(to: Location): Location {
  const folder = parentOf(to);
  if (folder === null) throw new AppError('usage', 'It is no place for a file', { path: toPlainPath(to) });
  return folder;
}
