import type { RequestRecord } from '../domain/request-record.ts';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings.ts';
import type { Job } from '../domain/transfer.ts';
import type { Location } from '../domain/location.ts';
import { NO_PLACES, type Places } from '../domain/places.ts';
import type { UndoRecord } from '../domain/undo.ts';
import type { SignInNeed } from './account-layers.ts';
import type { Comparison } from './compare.ts';
import type { Layer } from './layers.ts';
import type { LayerAction } from './reduce-layers.ts';
import type { PaneLink } from './link.ts';
import type { PaneAction } from './pane-action.ts';
import { newPane, type PaneSide, type PaneState } from './pane.ts';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** A sentence in the status bar that is not a request. It stays until the next key, or until a request goes wrong. */
export interface Notice {
  readonly tone: 'info' | 'warning' | 'error';
  readonly text: string;
  /** What can be done about it: the command, whatever key it has, and what it does, as `shows it`. */
  readonly hint?: { readonly command: string; readonly does: string } | undefined;
}

/** Who is signed in, in words for the title line. */
export interface AccountLabel {
  /** The account's id in locations. */
  readonly id: string;
  /** `ted@cloud.example.org`, or `embedded cloud`. */
  readonly label: string;
}

export interface AppState {
  readonly size: ScreenSize;
  readonly account: AccountLabel;
  readonly left: PaneState;
  readonly right: PaneState;
  readonly active: PaneSide;
  /** One wide pane instead of two, because the person asked for it. */
  readonly isSingle: boolean;
  readonly layers: readonly Layer[];
  /** In the order they were added. */
  readonly jobs: readonly Job[];
  /** The last 200, the newest last. */
  readonly requests: readonly RequestRecord[];
  /** The one that the status bar tells of. */
  readonly shownRequest: RequestRecord | null;
  readonly notice: Notice | null;
  /** What can be taken back, the latest last. */
  readonly undo: readonly UndoRecord[];
  /** Questions that were answered: an event still on its way must not ask them again. */
  readonly answered: ReadonlySet<string>;
  /** The local home folder, shown as `~`. */
  readonly home: string;
  /** Set while a move in one pane is followed in the other. */
  readonly link: PaneLink | null;
  /** What the folders of both panes have in common, where they were compared. */
  readonly comparison: Comparison | null;
  /** Bookmarks and recent folders as far as they are known here: the file may hold more by now. */
  readonly places: Places;
  /** The names of the account's volumes, as last told. */
  readonly volumes: readonly string[];
  /** An account that has to sign in again; asked as soon as no other question is open. Null when there is none. */
  readonly signInNeed: SignInNeed | null;
  /** E-mail addresses of accounts that the person did not want to sign in again. */
  readonly signInDeclined: ReadonlySet<string>;
  readonly settings: Settings;
  /** Whether the terminal's background is dark or light; null until it has said so. */
  readonly background: 'dark' | 'light' | null;
  /** What in the files of settings and keys could not be used, one sentence each. */
  readonly settingsProblems: readonly string[];
}

export type AppAction =
  | PaneAction
  | LayerAction
  | { readonly type: 'resized'; readonly size: ScreenSize }
  | { readonly type: 'focused'; readonly side: PaneSide }
  | { readonly type: 'swapped' }
  | { readonly type: 'single'; readonly isSingle: boolean }
  | { readonly type: 'signed-in'; readonly account: AccountLabel }
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'job/moved'; readonly jobId: string; readonly by: -1 | 1 }
  /** Those that ended leave the list. */
  | { readonly type: 'jobs/ended-forgotten' }
  | { readonly type: 'linked'; readonly isLinked: boolean }
  | { readonly type: 'compared'; readonly comparison: Comparison }
  | { readonly type: 'places/known'; readonly places: Places }
  | { readonly type: 'places/volumes'; readonly names: readonly string[] }
  | { readonly type: 'undo/noted'; readonly record: UndoRecord }
  | { readonly type: 'undo/taken' }
  | { readonly type: 'question/answered'; readonly questionId: string }
  | { readonly type: 'request'; readonly record: RequestRecord }
  | { readonly type: 'background'; readonly background: 'dark' | 'light' }
  | { readonly type: 'sign-in/needed'; readonly need: SignInNeed }
  | { readonly type: 'sign-in/declined'; readonly email: string }
  | { readonly type: 'sign-in/done' }
  | { readonly type: 'settings'; readonly settings: Settings; readonly problems: readonly string[] }
  | { readonly type: 'notice'; readonly notice: Notice | null };

export interface InitialState {
  readonly size: ScreenSize;
  readonly account: AccountLabel;
  readonly left: Location;
  readonly right: Location;
  readonly home: string;
  readonly settings?: Settings | undefined;
}

export function initialState({
  size,
  account,
  left,
  right,
  home,
  settings = DEFAULT_SETTINGS,
}: InitialState): AppState {
  const { sortBy: key, sortReversed: isReversed, showHidden } = settings;
  const habits = { sort: { key, isReversed }, showHidden };
  return {
    size,
    account,
    left: { ...newPane(left), ...habits },
    right: { ...newPane(right), ...habits },
    active: 'left',
    isSingle: false,
    layers: [],
    jobs: [],
    requests: [],
    shownRequest: null,
    notice: null,
    undo: [],
    answered: new Set(),
    home,
    link: null,
    comparison: null,
    places: NO_PLACES,
    volumes: [],
    signInNeed: null,
    signInDeclined: new Set(),
    settings,
    background: null,
    settingsProblems: [],
  };
}
