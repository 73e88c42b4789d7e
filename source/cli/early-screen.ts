import type { AppState } from '../state/app-state.ts';
import type { CellScreen } from '../terminal/cells.ts';
import type { Preferences } from './preferences.ts';

/** A screen that shows its first picture already, before the rest of the program is loaded, and the state that it is of. */
export interface EarlyScreen {
  readonly cells: CellScreen;
  readonly state: AppState;
  readonly preferences: Preferences;
}

/** Who started the program may have opened the terminal's other screen, and puts it back until this mark is taken off. */
type EarlyStream = NodeJS.WriteStream & { isOpenedEarly?: boolean };

/** True while the other screen is open, and is somebody else's to put back. */
export function isOpenedEarly(stream: NodeJS.WriteStream): boolean {
  return (stream as EarlyStream).isOpenedEarly === true;
}

/** From here on it is the caller's to put back, whose signals are watched already: one that comes in between would be lost. */
export function takeOver(stream: NodeJS.WriteStream): void {
  if (isOpenedEarly(stream)) (stream as EarlyStream).isOpenedEarly = false;
}
