import { cloudLocation, localLocation, type Location } from '../domain/location.ts';
import type { RememberedPanes } from '../domain/remembered-panes.ts';
import type { Settings } from '../domain/settings.ts';
import { initialState, type AppState, type Notice, type ScreenSize } from '../state/app-state.ts';
import { reduce } from '../state/reduce.ts';
import { withRemembered } from '../state/remembering.ts';
import type { CloudLabel } from './cli.ts';

export interface FirstStateParts {
  readonly size: ScreenSize;
  readonly label: CloudLabel;
  /** Where the person wants the left pane; absent, where it was left, else `folder`. */
  readonly left?: Location | undefined;
  /** As `left`; at last the list of volumes. */
  readonly right?: Location | undefined;
  /** The folder that the program was started in. */
  readonly folder: string;
  /** How the panes were left; null at a first start, or where the person does not want that. */
  readonly panes: RememberedPanes | null;
  readonly home: string;
  readonly settings: Settings;
}

const FIRST_WORDS: Notice = {
  tone: 'info',
  text: 'Your own cloud on this machine is open',
  hint: { command: 'account', does: 'signs in to a server' },
};

/** What the screen begins with: two places, nothing read yet, and the first sentence of the status bar. */
export function firstState({ size, label, left, right, folder, panes, home, settings }: FirstStateParts): AppState {
  const { accountId } = label;
  const begun = initialState({
    size,
    account: { id: accountId, label: label.label },
    left: left ?? localLocation(folder),
    right: right ?? cloudLocation(accountId, null),
    home,
    settings,
  });
  const told = new Set([
    ...(left === undefined ? [] : ['left' as const]),
    ...(right === undefined ? [] : ['right' as const]),
  ]);
  const state = panes === null ? begun : withRemembered(begun, panes, told);
  if (!label.isEmbedded) return state;
  return reduce(state, { type: 'notice', notice: FIRST_WORDS });
}
