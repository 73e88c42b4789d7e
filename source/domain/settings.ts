import type { TakenPolicy } from './transfer.ts';

/** Which keys the commands have before a person binds any. */
export type KeyPreset = 'mc' | 'vim' | 'letters';

/** The files that a person may edit by hand: `settings.json` and `keys.conf`. */
export type PreferenceFile = 'settings' | 'keys';

/** The colours of the screen; `auto` asks the terminal for its background. */
export const THEME_CHOICES = ['auto', 'dark', 'light', 'terminal', 'contrast'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** How many colours are written; `auto` goes by the environment. */
export const COLOR_CHOICES = ['auto', 'always', 'never', '16', '256', 'truecolor'] as const;
export type ColorChoice = (typeof COLOR_CHOICES)[number];

/** What a person has set, each with its default where nothing is set. Kept in `settings.json` by `services/settings`. */
export interface Settings {
  readonly keys: KeyPreset;
  readonly theme: ThemeChoice;
  readonly color: ColorChoice;
  readonly ascii: boolean;
  readonly mouse: boolean;
  /** Rings when a transfer ends that took so many seconds or more; null never does. */
  readonly bellAfter: number | null;
  /** Opens the panes where they were left. */
  readonly restorePanes: boolean;
  readonly showHidden: boolean;
  readonly sortBy: 'name' | 'size' | 'time' | 'kind';
  readonly sortReversed: boolean;
  /** False lets a delete go without a question, but for volumes: it can be called back or taken out of the trash. */
  readonly confirmDelete: boolean;
  /** What copy and move do with taken names before the person says otherwise. */
  readonly takenNames: Exclude<TakenPolicy, 'fail'>;
  /** Files at once; null adapts. */
  readonly parallelFiles: number | null;
  /** Bytes a second for all transfers; null has no limit. */
  readonly bandwidth: number | null;
  /** The command that F4 edits with; null takes `$VISUAL`, then `$EDITOR`. */
  readonly editor: string | null;
  /** Commands by mask, as `"*.pdf": "zathura"`; the first mask that fits opens the file. */
  readonly openWith: Readonly<Record<string, string>>;
}

export const DEFAULT_SETTINGS: Settings = {
  keys: 'mc',
  theme: 'auto',
  color: 'auto',
  ascii: false,
  mouse: true,
  bellAfter: null,
  restorePanes: true,
  showHidden: false,
  sortBy: 'name',
  sortReversed: false,
  confirmDelete: true,
  takenNames: 'ask',
  parallelFiles: null,
  bandwidth: null,
  editor: null,
  openWith: {},
};
