/** The options of the screen; the other verbs have their own. */
export interface ScreenOptions {
  readonly server?: string;
  /** Absent: as the settings say. */
  readonly color?: 'auto' | 'always' | 'never';
  /** Absent: as the settings say. */
  readonly ascii?: true;
  readonly mouse: boolean;
  readonly cells: boolean;
}
