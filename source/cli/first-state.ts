import { cloudLocation, type Location } from '../domain/location.ts';
import type { Settings } from '../domain/settings.ts';
import { initialState, type AppState, type ScreenSize } from '../state/app-state.ts';
import { reduce } from '../state/reduce.ts';
import type { CloudLabel } from './cli.ts';

export interface FirstStateParts {
  readonly size: ScreenSize;
  readonly label: CloudLabel;
  readonly left: Location;
  /** The list of volumes when absent. */
  readonly right?: Location | undefined;
  readonly home: string;
  readonly settings: Settings;
}

const FIRST_WORDS = 'Your own cloud on this machine is open; `u1file login` signs in to a server';

/** What the screen begins with: two places, nothing read yet, and the first sentence of the status bar. */
export function firstState({ size, label, left, right, home, settings }: FirstStateParts): AppState {
  const { accountId } = label;
  const state = initialState({
    size,
    account: { id: accountId, label: label.label },
    left,
    right: right ?? cloudLocation(accountId, null),
    home,
    settings,
  });
  if (!label.isEmbedded) return state;
  return reduce(state, { type: 'notice', notice: { tone: 'info', text: FIRST_WORDS } });
}
