import { homedir } from 'node:os';
import { parseCloudPath, parseLocalPath } from '../commands/target.ts';
import { AppError, isAppError } from '../domain/app-error.ts';
import { isFolderLike } from '../domain/entry.ts';
import type { Location } from '../domain/location.ts';
import { readPanes } from '../services/panes-file.ts';
import type { AppState } from '../state/app-state.ts';
import type { Cli } from './cli.ts';
import { firstState } from './first-state.ts';
import type { Preferences } from './preferences.ts';
import type { ScreenOptions } from './screen-options.ts';

/** What the command line names, both of it optional: a folder of this machine, and one of the cloud, its volume first. */
export interface NamedFolders {
  readonly local: string | undefined;
  readonly remote: string | undefined;
  readonly options: ScreenOptions;
}

/** What the screen begins with. Rejects with `not-found` or `not-a-folder` where the local folder named is none. */
export async function stateAtStart(
  cli: Cli,
  { local, remote, options }: NamedFolders,
  { settings }: Preferences,
): Promise<AppState> {
  const home = homedir();
  const label = await cli.describeCloud(options);
  return firstState({
    settings,
    size: { columns: cli.stdout.columns, rows: cli.stdout.rows },
    label,
    left: local === undefined ? undefined : await localFolder(cli, parseLocalPath(local, process.cwd(), home)),
    folder: process.cwd(),
    panes: settings.restorePanes ? readPanes(cli.paths.state, label.accountId) : null,
    right: remote === undefined ? undefined : parseCloudPath(remote, label.accountId),
    home,
  });
}

async function localFolder(cli: Cli, location: Location): Promise<Location> {
  const entry = await cli.localStore.stat(location).catch((error: unknown) => {
    // Perhaps it was meant for a verb, with a slip in it.
    if (!isAppError(error) || error.code !== 'not-found') throw error;
    throw new AppError('not-found', error.message, { path: location.path, hint: 'u1file --help lists the verbs' });
  });
  if (isFolderLike(entry)) return location;
  throw new AppError('not-a-folder', `${location.path} is a file, the panes show folders`, {
    hint: 'u1file --help lists the verbs for single files',
  });
}
