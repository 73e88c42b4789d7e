import type { ColorChoice, ThemeChoice } from '../domain/settings.ts';

/** The options of the screen; the other verbs have their own. */
export interface ScreenOptions {
  readonly server?: string;
  /** Absent: as the settings say. */
  readonly color?: ColorChoice;
  /** Absent: as the settings say. */
  readonly theme?: ThemeChoice;
  /** Absent: as the settings say. */
  readonly ascii?: true;
  readonly mouse: boolean;
  readonly cells: boolean;
  /** In sentences, line by line. */
  readonly plain?: true;
}
